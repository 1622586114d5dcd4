#!/usr/bin/env node
/** `npx carbonsheet verify FILE`, `npm run carbonsheet -- verify FILE`: proves a downloaded pack without a server. */
import { resolve } from 'node:path'
import { runServerCommand } from './tooling/serverCommand.mjs'

// npm goes to the project's folder first; a path is meant from where it was typed
const typedIn = process.env.INIT_CWD ?? process.cwd()
const [command, file, ...more] = process.argv.slice(2)
const words = [command, file === undefined ? undefined : resolve(typedIn, file), ...more]
await runServerCommand(
  'server/packs/main.ts',
  words.filter((word) => word !== undefined),
)
