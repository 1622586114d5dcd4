/** `npm run verify` and `npm run rebuild`: proves the configured database, while servers may be running. */
import { readEnv } from '../config/env.ts'
import { attachEmbeddedPostgres } from '../storage/embedded-postgres/attachEmbeddedPostgres.ts'
import { filesFolder } from '../storage/files/filesFolder.ts'
import { readDiskFiles } from '../storage/files/DiskFileStore.ts'
import { proveAll, type ProofKind, type ProofReport } from './proveAll.ts'
import { proveNotes } from './proveNotes.ts'
import { verifyFiles } from './verifyFiles.ts'

const env = readEnv()
const kind = kindOf(process.argv.slice(2))
const database =
  env.DATABASE_URL === undefined
    ? await attachEmbeddedPostgres(env.DATA_DIR)
    : { url: env.DATABASE_URL, stop: () => Promise.resolve() }
try {
  const report = await proveAll(database.url, kind)
  const areNotesWhole = await tellNotes(database.url)
  const isFilesWhole = kind !== 'verify' || (await tellFiles(database.url))
  tell(report)
  process.exitCode = areNotesWhole && isFilesWhole && report.problems.every(({ remedy }) => remedy === null) ? 0 : 1
} catch (error) {
  process.stderr.write(`The database could not be read: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
} finally {
  await database.stop()
}

function kindOf([command, ...more]: readonly string[]): ProofKind {
  if (command === 'verify' && more.length === 0) {
    return 'verify'
  }
  if (command === 'rebuild' && more.every((word) => word === '--check')) {
    return more.length === 0 ? 'rebuild' : 'check'
  }
  process.stderr.write('Usage: npm run verify, npm run rebuild, npm run rebuild -- --check\n')
  return process.exit(2)
}

function tell({ problems, documents, updates, generations, snapshots }: ProofReport): void {
  for (const { document, where, what, remedy } of problems) {
    say(`document ${document.documentId} (${document.label}): ${where}: ${what}`)
    say(remedy === null ? '    made good' : `    remedy: ${remedy}`)
  }
  const read = `${updates} updates, ${generations} generations and ${snapshots} snapshots`
  const left = problems.filter(({ remedy }) => remedy !== null).length
  const good = kind === 'rebuild' ? `, ${problems.length - left} differences made good` : ''
  say(`${documents} documents, ${read} read: ${left} problems${good}`)
}

/** False: something is wrong with notes that was not made good. */
async function tellNotes(ownerUrl: string): Promise<boolean> {
  const { notes, updates, problems } = await proveNotes(ownerUrl, kind)
  for (const { noteId, what, remedy } of problems) {
    say(`note ${noteId}: ${what}`)
    say(remedy === null ? '    made good' : `    remedy: ${remedy}`)
  }
  const left = problems.filter(({ remedy }) => remedy !== null).length
  say(`${notes} notes, ${updates} updates read: ${left} problems`)
  return left === 0
}

/** False: some are not what they were. */
async function tellFiles(ownerUrl: string): Promise<boolean> {
  const { files, problems } = await verifyFiles(ownerUrl, readDiskFiles(filesFolder(env.DATA_DIR)))
  for (const { hash, what, remedy } of problems) {
    say(`file ${hash}: ${what}`)
    say(`    remedy: ${remedy}`)
  }
  say(`${files} files read: ${problems.length} problems`)
  return problems.length === 0
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
