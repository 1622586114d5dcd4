import '../theme/mantine.css'
import '../theme/fonts.css'
import '../theme/app.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { getAccessToken, resumeSession } from '../api/session.ts'
import { startI18n } from '../i18n/i18n.ts'
import { clearAfterSignOut } from '../api/signOut.ts'
import { prefetchPlace } from '../features/place/prefetchPlace.ts'
import { App } from './App.tsx'

const root = document.getElementById('root')
if (root === null) {
  throw new Error('index.html has no #root')
}

void clearAfterSignOut()
void resumeSession()
// A failure here is met again, and shown, by the page that needs the answer.
void getAccessToken().then(prefetchPlace, () => undefined)
void startI18n().then(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
)
