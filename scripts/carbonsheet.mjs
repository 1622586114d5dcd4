#!/usr/bin/env node
/**
 * `npx carbonsheet verify FILE`, `npm run carbonsheet -- verify FILE`: proves a downloaded pack without a server. `import FILE`:
 * brings a file of rows to a table of a running one.
 */
import { resolve } from 'node:path'
import { runServerCommand } from './tooling/serverCommand.mjs'

// npm goes to the project's folder first; a path is meant from where it was typed
const typedIn = process.env.INIT_CWD ?? process.cwd()
const [command, file, ...more] = process.argv.slice(2)
const recipe = more.indexOf('--recipe') + 1
const rest = more.map((word, at) => (recipe > 0 && at === recipe ? resolve(typedIn, word) : word))
const words = [command, file === undefined ? undefined : resolve(typedIn, file), ...rest]
await runServerCommand(
  command === 'import' ? 'server/imports/command/main.ts' : 'server/packs/main.ts',
  words.filter((word) => word !== undefined),
)
