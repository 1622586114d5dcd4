import type { Knex } from 'knex'
import type { FileCell } from '#shared/api/imports.ts'
import { ReadingError } from '../reading/ReadingError.ts'
import { inTenant, inTenantSoon } from '../storage/database/inTenant.ts'
import { ColumnEvidence, shown } from './ColumnEvidence.ts'
import type { FileLayout, SheetLayout } from './FileLayout.ts'
import type { FileRow, FileRows } from './fileRows.ts'
import { ROWS_IN_BLOCK } from './StagedBlock.ts'

/** What a file may hold. */
export interface StagingLimits {
  /** Of all sheets together. */
  rows: number
  cells: number
  columns: number
}

export const STAGING_LIMITS: StagingLimits = {
  // a million, and what stands above them
  rows: 1_001_000,
  cells: 40_000_000,
  // as many as Excel has
  columns: 16_384,
}

/** Columns behind these are kept, and nothing is learned of them. */
const LOOKED_AT_COLUMNS = 1000
const HEAD = { rows: 20, columns: 300 }
/** Characters of a block, so that long texts make blocks of fewer rows. */
const CHARACTERS_IN_BLOCK = 4 << 20

/**
 * Keeps the rows of a file in blocks, instead of what was kept of it before, and tells what it is like. Memory: a block. Throws
 * ReadingError beyond the limits, and what reading throws.
 */
export async function stageFile(
  db: Knex,
  { tenantId, importId }: { tenantId: string; importId: string },
  file: FileRows,
  { signal, limits = STAGING_LIMITS }: { signal: AbortSignal; limits?: StagingLimits },
): Promise<FileLayout> {
  const place = { tenant_id: tenantId, import_id: importId }
  await inTenant(db, tenantId, (trx) => trx('import_blocks').where(place).delete())
  const sheets: StagingSheet[] = []
  const sum = { rows: 0, cells: 0 }
  let keeping: Promise<unknown> = Promise.resolve()
  for await (const row of file.rows) {
    sum.rows++
    sum.cells += row.cells.length
    refuseTooMuch(row, sum, limits)
    const sheet = (sheets[row.sheet] ??= new StagingSheet())
    const block = sheet.add(row)
    if (block !== null) {
      signal.throwIfAborted()
      await keep(block, row.sheet)
    }
  }
  for (const [index, sheet] of sheets.entries()) {
    const block = sheet?.rest() ?? null
    if (block !== null) {
      await keep(block, index)
    }
  }
  await keeping
  const names = file.sheets()
  const { encoding, delimiter } = file
  const layouts = names.map((name, index) => (sheets[index] ?? new StagingSheet()).layout(name))
  return { encoding, delimiter, sheets: layouts }

  /** Returns when the one before is kept: rows are read meanwhile. */
  async function keep(block: FinishedBlock, sheet: number): Promise<void> {
    await keeping
    keeping = inTenantSoon(db, tenantId, (trx) => trx('import_blocks').insert({ ...place, sheet, ...block }))
    keeping.catch(() => {}) // told where it is waited for
  }
}

interface FinishedBlock {
  number: number
  first_row: number
  row_count: number
  cells: string
}

/** A sheet whose rows go by. */
class StagingSheet {
  readonly #columns: ColumnEvidence[] = []
  readonly #head: FileCell[][] = []
  #rows: string[] = []
  #firstRow = 1
  #characters = 0
  #blocks = 0
  #count = 0
  #widest = 0

  /** The block that is full by this row; null: none is. A row that does not follow the last one begins a block of its own. */
  add({ row, cells }: FileRow): FinishedBlock | null {
    const follows = this.#rows.length > 0 && row === this.#firstRow + this.#rows.length
    const full = follows || this.#rows.length === 0 ? null : this.rest()
    if (this.#rows.length === 0) {
      this.#firstRow = row
    }
    this.#learn(row, cells)
    const text = JSON.stringify(cells)
      .toWellFormed()
      .replaceAll(String.raw`\u0000`, String.raw`\ufffd`)
    this.#rows.push(text)
    this.#characters += text.length
    return full ?? (this.#rows.length === ROWS_IN_BLOCK || this.#characters > CHARACTERS_IN_BLOCK ? this.rest() : null)
  }

  /** What is not in a block yet; null: nothing. */
  rest(): FinishedBlock | null {
    if (this.#rows.length === 0) {
      return null
    }
    const block = {
      number: this.#blocks++,
      first_row: this.#firstRow,
      row_count: this.#rows.length,
      cells: `[${this.#rows.join()}]`,
    }
    this.#rows = []
    this.#characters = 0
    return block
  }

  layout(name: string): SheetLayout {
    const head = Array.from(this.#head, (row) => row ?? [])
    return { name, rows: this.#count, columns: this.#columns.map((column) => column.layout()), head }
  }

  #learn(row: number, cells: readonly FileCell[]): void {
    this.#count = Math.max(this.#count, row)
    this.#widest = Math.max(this.#widest, Math.min(cells.length, LOOKED_AT_COLUMNS))
    while (this.#columns.length < this.#widest) {
      this.#columns.push(new ColumnEvidence())
    }
    if (row <= HEAD.rows) {
      this.#head[row - 1] = cells.slice(0, HEAD.columns).map(shown)
    }
    // names of columns say nothing of what is below them
    for (let column = 0; row > 1 && column < cells.length && column < LOOKED_AT_COLUMNS; column++) {
      this.#columns[column]!.add(cells[column]!)
    }
  }
}

function refuseTooMuch({ cells }: FileRow, sum: { rows: number; cells: number }, limits: StagingLimits): void {
  const refuse = (what: string): never => {
    throw new ReadingError(
      'too-large',
      `The file has ${what} are taken. Take out what is not needed, or bring it in parts.`,
    )
  }
  if (cells.length > limits.columns) {
    refuse(`${cells.length} columns, and ${limits.columns}`)
  }
  if (sum.rows > limits.rows) {
    refuse(`more than ${limits.rows - 1000} rows, and no more`)
  }
  if (sum.cells > limits.cells) {
    refuse(`too many cells: ${limits.cells}`)
  }
}
