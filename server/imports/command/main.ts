/** `carbonsheet import FILE`: brings a file of rows to a table over the API of a running server. */
import { parseArgs } from 'node:util'
import { commandSettings } from '#server/config/commandSettings.ts'
import { ApiCalls, FailedCall, RefusedCall } from './ApiCalls.ts'
import { ImportCalls } from './ImportCalls.ts'
import { type AskedImport, importFile } from './importFile.ts'

const USAGE = `Usage: npx carbonsheet import FILE --table ID --cycle ID [--recipe FILE] [--commit]
  FILE            CSV, XLSX, JSON or NDJSON; how it is read follows from its name
  --table ID      the table, and
  --cycle ID      the reporting cycle, as GET modules/{id}/tables and GET projects/{id}/cycles name them
  --recipe FILE   JSON as PATCH imports/{id} takes it as recipe; what it leaves out is guessed
  --commit        writes the rows that are right; without it nothing is written
  CARBONSHEET_URL and CARBONSHEET_KEY name the server and an API key with the scope rows:write.
Ends with 0 when every row is right, 1 when rows were rejected, 2 when it was called wrongly, 3 when it could not be done.`

const POLL_MS = 250

const { url, key } = commandSettings()
const asked = readArguments(process.argv.slice(2))
if (asked === null || url === '' || key === '') {
  const missing = asked === null ? '' : 'CARBONSHEET_URL and CARBONSHEET_KEY have to be set.\n'
  process.stderr.write(`${missing}${USAGE}\n`)
  process.exitCode = 2
} else {
  process.exitCode = await run(asked)
}

function readArguments(args: string[]): AskedImport | null {
  const text = { type: 'string' } as const
  try {
    const options = { table: text, cycle: text, recipe: text, commit: { type: 'boolean' } } as const
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [command, file, ...more] = positionals
    const { table: tableId, cycle: cycleId, recipe = null, commit = false } = values
    const isWhole = command === 'import' && file !== undefined && more.length === 0
    return isWhole && tableId !== undefined && cycleId !== undefined ? { file, tableId, cycleId, recipe, commit } : null
  } catch {
    return null
  }
}

async function run(what: AskedImport): Promise<number> {
  const calls = new ImportCalls(new ApiCalls({ url, bearer: key }), { pollMs: POLL_MS })
  try {
    return (await importFile(calls, what, (line) => void process.stdout.write(`${line}\n`))) ? 0 : 1
  } catch (error) {
    if (error instanceof RefusedCall) {
      const { detail, errors } = error.problem
      process.stderr.write([detail, ...errors.map(({ path, message }) => `  ${path}: ${message}`), ''].join('\n'))
    } else if (error instanceof FailedCall) {
      process.stderr.write(`${error.message}\n`)
    } else {
      throw error
    }
    return 3
  }
}
