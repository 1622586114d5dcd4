/** `npm run verify`: proves that the database says what its journal says, while servers may be running. */
import { runServerCommand } from './tooling/serverCommand.mjs'

await runServerCommand('server/proof/main.ts', ['verify', ...process.argv.slice(2)])
