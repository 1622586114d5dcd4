import '../theme/mantine.css'
import '../theme/fonts.css'
import '../theme/app.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { resumeSession } from '../api/session.ts'
import { startI18n } from '../i18n/i18n.ts'
import { clearAfterSignOut } from '../api/signOut.ts'
import { App } from './App.tsx'

const root = document.getElementById('root')
if (root === null) {
  throw new Error('index.html has no #root')
}

void clearAfterSignOut()
void resumeSession()
void startI18n().then(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
)
