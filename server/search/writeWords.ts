/** Keeps what cells are found by, in the transaction in which the rows are derived. */
import type pg from 'pg'
import type { Changes } from '#collab/hocuspocus/changes.ts'
import type { Part } from '#collab/hocuspocus/Part.ts'
import type { ColumnStore } from '#collab/schema/ColumnStore.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { FieldType } from '#shared/fields/field.ts'
import { wordsOfCell } from './wordsOfCell.ts'

export interface WrittenCells {
  part: Part
  store: ColumnStore
  changes: readonly Changes[]
  /** All cells of the part, changed or not. */
  isWhole: boolean
}

/** Rows that one entry names. */
const ROWS_IN_ENTRY = 200
const ENTRIES_PER_STATEMENT = 2000

/** Words that cells have now and had not before. What they have no more stays: whoever finds by a word looks at the cell. */
export async function writeWords(
  client: pg.PoolClient,
  { part, store, changes, isWhole }: WrittenCells,
): Promise<void> {
  if (!isWhole && !changes.some(hasTexts)) {
    return
  }
  const types = await typesOf(client, part)
  const words = new GatheredWords(types)
  if (isWhole) {
    await dropWords(client, part, [...store.ordinals])
    addAll(words, store)
  } else {
    changes.forEach((change) => addChanged(words, change))
  }
  await insertWords(client, part, words.entries())
}

/** The words of some cells, each with its rows. */
class GatheredWords {
  readonly #types: ReadonlyMap<number, FieldType>
  readonly #rows = new Map<number, Map<string, string[]>>()
  /** Most cells of a column say what others say. */
  readonly #known = new Map<string, readonly string[]>()

  constructor(types: ReadonlyMap<number, FieldType>) {
    this.#types = types
  }

  add(row: string, ordinal: number, old: CellValue, now: CellValue): void {
    const type = this.#types.get(ordinal)
    if (type === undefined || !isSearched(now)) {
      return
    }
    const before = isSearched(old) ? this.#wordsOf(type, old) : []
    for (const word of this.#wordsOf(type, now)) {
      if (!before.includes(word)) {
        this.#put(ordinal, word, row)
      }
    }
  }

  /** With at most `ROWS_IN_ENTRY` rows each. */
  entries(): WordEntry[] {
    return Array.from(this.#rows, ([ordinal, words]) =>
      Array.from(words, ([word, rows]) =>
        Array.from({ length: Math.ceil(rows.length / ROWS_IN_ENTRY) }, (_, piece) => ({
          ordinal,
          word,
          rows: rows.slice(piece * ROWS_IN_ENTRY, (piece + 1) * ROWS_IN_ENTRY),
        })),
      ),
    ).flat(2)
  }

  #wordsOf(type: FieldType, value: CellValue): readonly string[] {
    if (typeof value !== 'string') {
      return wordsOfCell(type, value)
    }
    const key = `${type} ${value}`
    let words = this.#known.get(key)
    if (words === undefined) {
      words = wordsOfCell(type, value)
      this.#known.set(key, words)
    }
    return words
  }

  #put(ordinal: number, word: string, row: string): void {
    const words = this.#rows.get(ordinal) ?? new Map<string, string[]>()
    this.#rows.set(ordinal, words)
    const rows = words.get(word)
    if (rows === undefined) {
      words.set(word, [row])
    } else if (rows.at(-1) !== row) {
      rows.push(row)
    }
  }
}

interface WordEntry {
  ordinal: number
  word: string
  rows: readonly string[]
}

const isSearched = (value: CellValue): boolean => typeof value === 'string' || Array.isArray(value)

const hasTexts = ({ cells, bulks }: Changes): boolean =>
  cells.some((cell) => isSearched(cell.new)) || bulks.some((bulk) => bulk.new.some((column) => column.some(isSearched)))

function addChanged(words: GatheredWords, { cells, bulks }: Changes): void {
  cells.forEach((cell) => words.add(cell.row, cell.ordinal, cell.old, cell.new))
  for (const { rows, ordinals, old, new: now } of bulks) {
    ordinals.forEach((ordinal, column) => {
      rows.forEach((row, i) => words.add(row, ordinal, old[column]![i]!, now[column]![i]!))
    })
  }
}

function addAll(words: GatheredWords, store: ColumnStore): void {
  for (const ordinal of store.ordinals) {
    store.rowIds.forEach((row, slot) => words.add(row, ordinal, null, store.value(slot, ordinal)))
  }
}

/** By ordinal, as they are in that cycle; row order and deletion marks are no fields. */
async function typesOf(client: pg.PoolClient, { key, tableId, cycleId }: Part): Promise<Map<number, FieldType>> {
  const { rows } = await client.query<{ ordinal: number; type: FieldType }>(
    `SELECT f.ordinal, coalesce(k.definition ->> 'type', f.type) AS type FROM fields f
       LEFT JOIN cycle_fields k ON k.tenant_id = f.tenant_id AND k.cycle_id = $3 AND k.field_id = f.id
     WHERE f.tenant_id = $1 AND f.table_id = $2`,
    [key.tenantId, tableId, cycleId],
  )
  return new Map(rows.map(({ ordinal, type }) => [ordinal, type]))
}

async function dropWords(
  client: pg.PoolClient,
  { key, tableId, cycleId }: Part,
  ordinals: readonly number[],
): Promise<void> {
  await client.query(
    'DELETE FROM search_words WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3 AND ordinal = ANY ($4)',
    [key.tenantId, tableId, cycleId, ordinals],
  )
}

/** Lists of several lengths go to PostgreSQL as texts; no id of a row has a comma (`ROW_ID`). */
async function insertWords(
  client: pg.PoolClient,
  { key, tableId, cycleId }: Part,
  entries: readonly WordEntry[],
): Promise<void> {
  for (let start = 0; start < entries.length; start += ENTRIES_PER_STATEMENT) {
    const slice = entries.slice(start, start + ENTRIES_PER_STATEMENT)
    await client.query(
      `INSERT INTO search_words (tenant_id, table_id, cycle_id, ordinal, word, row_ids)
       SELECT $1, $2, $3, w.ordinal, w.word, string_to_array(w.row_ids, ',')
       FROM unnest($4::int[], $5::text[], $6::text[]) AS w (ordinal, word, row_ids)`,
      [
        key.tenantId,
        tableId,
        cycleId,
        slice.map(({ ordinal }) => ordinal),
        slice.map(({ word }) => word),
        slice.map(({ rows }) => rows.join()),
      ],
    )
  }
}
