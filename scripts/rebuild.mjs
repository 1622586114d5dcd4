/** `npm run rebuild`: makes everything that is derived from the journal anew; `-- --check` only compares. */
import { runServerCommand } from './tooling/serverCommand.mjs'

await runServerCommand('server/proof/main.ts', ['rebuild', ...process.argv.slice(2)])
