import { openAsBlob } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { ImportRecipe, type ImportReply, type ImportRowReply } from '#shared/api/imports.ts'
import { FailedCall } from './ApiCalls.ts'
import type { ImportCalls } from './ImportCalls.ts'

/** What the command was asked to do. */
export interface AskedImport {
  file: string
  tableId: string
  cycleId: string
  /** A file with a recipe, or a part of one, as `PATCH imports/{id}` takes it; null: as the server guesses. */
  recipe: string | null
  /** Writes what is right; else it is only shown, and given up again. */
  commit: boolean
}

/** Rejected rows that are named; the others are counted. */
const MOST_NAMED = 100

/**
 * Brings a file to a table, says what would become of it, and writes it when that is asked for. Answers whether every row was
 * right. Throws FailedCall for what cannot be read, and what the calls throw.
 */
export async function importFile(
  calls: ImportCalls,
  { file, tableId, cycleId, recipe, commit }: AskedImport,
  say: (line: string) => void,
): Promise<boolean> {
  const said = recipe === null ? {} : await recipeOf(recipe)
  const content = await openAsBlob(file).catch((error: unknown) => {
    throw new FailedCall(`There is no file ${file} that can be read. Give the path of one.`, error)
  })
  const read = expectState(await calls.bring(content, { name: basename(file), tableId, cycleId }), 'draft')
  const kept = recipe === null ? read : await calls.say(read, { ...read.recipe!, ...said })
  const seen = expectState(await calls.preview(kept), 'previewed')
  const isWritten = commit && waiting(seen) > 0
  const done = isWritten ? expectState(await calls.commit(seen), 'committed') : seen
  say(`${done.file.name}, into ${done.table.name}, ${done.cycle.name}:`)
  tellCounts(done, isWritten, say)
  tellRejected(await calls.rejected(done, MOST_NAMED), done, say)
  if (!isWritten) {
    await calls.giveUp(seen)
    say(commit ? 'There was nothing to write.' : 'Nothing was written. Run it with --commit to write what is right.')
  }
  return done.counts!.rejected === 0
}

const waiting = ({ counts }: ImportReply): number => counts!.added + counts!.changed

function expectState(found: ImportReply, state: ImportReply['state']): ImportReply {
  if (found.state !== state) {
    throw new FailedCall(found.problem?.detail ?? `The import ended as “${found.state}”. Look at it in its history.`)
  }
  return found
}

async function recipeOf(path: string): Promise<Partial<ImportRecipe>> {
  const wrong = (why: string, cause?: unknown): FailedCall =>
    new FailedCall(`${path} is no recipe: ${why}. Give a file of JSON as PATCH imports/{id} takes it.`, cause)
  let said: unknown
  try {
    said = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error), error)
  }
  const read = ImportRecipe.partial().safeParse(said)
  if (!read.success) {
    throw wrong(read.error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`).join('; '))
  }
  // what it does not name stays as the server guesses, also where a recipe would have a default
  const named = new Set(Object.keys(said ?? {}))
  return Object.fromEntries(Object.entries(read.data).filter(([key]) => named.has(key)))
}

function tellCounts({ counts, effect }: ImportReply, isWritten: boolean, say: (line: string) => void): void {
  const { added, changed, unchanged, rejected } = counts!
  say(`  ${isWritten ? 'added' : 'would add'} ${added} rows, ${isWritten ? 'changed' : 'would change'} ${changed}`)
  say(`  unchanged ${unchanged}, rejected ${rejected}`)
  if (effect !== null) {
    const unknown = effect.unknown_after === 0 ? '' : `, and ${effect.unknown_after} rows without a result`
    say(`  these rows: ${effect.before_t} t CO2e before, ${effect.after_t} t after${unknown}`)
  }
}

function tellRejected(rows: readonly ImportRowReply[], { counts }: ImportReply, say: (line: string) => void): void {
  for (const { row, reasons } of rows) {
    say(`  row ${row}: ${reasons.map(({ message }) => message).join(' ')}`)
  }
  if (counts!.rejected > rows.length) {
    say(`  and ${counts!.rejected - rows.length} more`)
  }
}
