/** `npm run build`: the page, unless it is built from exactly these sources already. */
import { ensureClientBuilt } from './tooling/buildClient.mjs'
import { ensureInstalled } from './tooling/install.mjs'
import { say } from './tooling/say.mjs'

try {
  await ensureInstalled()
  await ensureClientBuilt()
} catch (error) {
  say(error.message)
  process.exit(1)
}
