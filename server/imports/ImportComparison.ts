/** Rows of a file held against a sheet, with everything that has to be looked up for them. */
import { newRowIds } from '#collab/schema/rowId.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import { isPointing, type Target } from '#shared/fields/target.ts'
import { foundTargets } from '../api/targets/foundTargets.ts'
import { rowLabels } from '../api/targets/rowLabels.ts'
import type { StoredGathered } from '../emissions/RowColumns.ts'
import { ROW_DELETED, ROW_ORDER } from '../policies/sheetAccess.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { readCursor } from '../storage/database/readCursor.ts'
import { columnReaders } from './columnReaders.ts'
import { type Comparison, type ExistingRow, isBlank, keyOf, outcomeOf, type ReadRow, readRow } from './compareRows.ts'
import { chosenSheet, type ImportWork } from './ImportWork.ts'
import { KnownKeys, SeenKeys } from './KnownKeys.ts'
import type { BlockOutcome, BlockRows } from './StagedBlock.ts'

/** A row of the sheet as it stands, with all that its formulas read. */
export interface StandingRow extends ExistingRow {
  gathered: StoredGathered
}

/** What came of some rows, and the rows of the sheet that they are, by id. */
export interface ComparedRows {
  outcome: BlockOutcome
  standing: ReadonlyMap<string, StandingRow>
}

/** What holds for all rows. */
type Whole = Omit<Comparison, 'targets' | 'nextId'>

const KEYS_AT_ONCE = 5000

export class ImportComparison {
  readonly #work: Work
  readonly #comparison: Whole
  readonly #keys: readonly Field[]

  private constructor(work: Work, comparison: Whole, keys: readonly Field[]) {
    this.#work = work
    this.#comparison = comparison
    this.#keys = keys
  }

  /** Reads the keys of all rows of the sheet, when rows are found by fields. Memory: some 100 bytes for each of them. */
  static async start(work: Work): Promise<ImportComparison> {
    const { imported, access } = work
    const recipe = imported.recipe!
    const idColumn = recipe.columns.find(({ target }) => target === 'row_id')?.column ?? null
    const keys = recipe.key_fields.flatMap((id) => access.readable.find((field) => field.id === id) ?? [])
    const comparison = {
      recipe,
      columns: columnReaders(recipe, chosenSheet(imported).sheet, writableFields(work)),
      idColumn: idColumn === null ? null : idColumn - 1,
      known: await knownKeys(work, keys),
      seen: new SeenKeys(),
      mayAdd: access.writable.has(ROW_ORDER),
    }
    return new ImportComparison(work, comparison, keys)
  }

  /** Keys of rows that are not looked at: they count as earlier ones. */
  see(values: Readonly<Record<string, CellValue>>): void {
    if (this.#keys.length > 0) {
      this.#comparison.seen.add(keyOf(this.#keys.map(({ ordinal }) => values[String(ordinal)] ?? null)))
    }
  }

  /** `firstRow`: the number of the first of them. Complexity: the cells. */
  async compare(rows: BlockRows, firstRow: number): Promise<ComparedRows> {
    const ids = newRowIds(rows.length)
    const nextId = (): string => ids.pop()!
    const comparison = { ...this.#comparison, nextId, targets: await this.#targets(rows) }
    const { header_row: headerRow } = comparison.recipe
    const read = rows.map((cells, at) => (firstRow + at <= headerRow ? null : readRow(cells, comparison)))
    const standing = await this.#standing([...new Set(read.flatMap((row) => row?.id ?? []))])
    const outcome = read.map((row) => {
      const found = row === null ? undefined : this.#believed(row, standing)
      return row === null ? null : outcomeOf(row, found, comparison)
    })
    return { outcome, standing }
  }

  /** Keys are kept short, so what is found by one is looked at. */
  #believed(row: ReadRow, standing: ReadonlyMap<string, StandingRow>): StandingRow | undefined {
    const found = row.id === null ? undefined : standing.get(row.id)
    if (found === undefined || this.#keys.length === 0) {
      return found
    }
    const given = this.#keys.map(
      ({ id }) => row.cells.find(({ column }) => column.field.id === id)?.read?.value ?? null,
    )
    return keyOf(given) === keyOf(this.#keys.map(({ ordinal }) => found.values[String(ordinal)] ?? null))
      ? found
      : undefined
  }

  async #targets(rows: BlockRows): Promise<Comparison['targets']> {
    const found = new Map<string, ReadonlyMap<string, Target>>()
    for (const { at, field, textOf } of this.#comparison.columns) {
      if (isPointing(field.type)) {
        const cells = rows.map((row) => textOf(row[at] ?? null)).filter((cell) => !isBlank(cell))
        const texts = [...new Set(cells.map((cell) => String(cell).trim()))].filter((text) => text.length <= 200)
        found.set(field.id, await this.#targetsOf(field, texts))
      }
    }
    return found
  }

  async #targetsOf(field: Field, texts: readonly string[]): Promise<ReadonlyMap<string, Target>> {
    const { services, identity, sheet, access } = this.#work
    const named = texts.length === 0 ? null : await foundTargets(services, { identity, sheet, access, field }, texts)
    const found = new Map<string, Target>(texts.map((text) => [text, { state: 'unknown', id: null, label: null }]))
    for (const [text, target] of named ?? []) {
      found.set(text, target)
      if (target.state === 'named' && target.id !== null) {
        found.set(target.id, { ...target, state: 'here' })
      }
    }
    return found
  }

  async #standing(ids: readonly string[]): Promise<Map<string, StandingRow>> {
    const { services, identity, sheet, access } = this.#work
    const rows = await standingRows(this.#work, ids)
    const pointing = this.#comparison.columns.map(({ field }) => field).filter(({ type }) => isPointing(type))
    const labels = await rowLabels(
      services,
      { identity, sheet, access },
      pointing,
      rows.map(({ values }) => values),
    )
    return new Map(rows.map(({ row_id: id, ...row }, at) => [id, { ...row, labels: labels?.[at] ?? {} }]))
  }
}

type Work = Pick<ImportWork, 'services' | 'identity' | 'imported' | 'sheet' | 'access'>

interface ProjectedRow extends Omit<StandingRow, 'labels'> {
  row_id: string
}

/** Rows of the sheet as they are projected, deleted ones too. */
export async function standingRows(
  { services, identity, sheet }: Pick<Work, 'services' | 'identity' | 'sheet'>,
  ids: readonly string[],
): Promise<ProjectedRow[]> {
  const { tenantId } = identity
  return ids.length === 0
    ? []
    : inTenant(services.db, tenantId, (trx) =>
        trx('rows')
          .where({ tenant_id: tenantId, table_id: sheet.tableId, cycle_id: sheet.cycleId })
          .whereRaw('row_id = ANY (?)', [[...ids]])
          .select('row_id', 'values', 'gathered', 'deleted'),
      )
}

/** The fields that a file may go into. */
export const writableFields = ({ access }: Pick<Work, 'access'>): Field[] =>
  access.readable.filter(
    ({ ordinal, type }) => type !== 'formula' && ordinal > ROW_DELETED && access.writable.has(ordinal),
  )

async function knownKeys({ services, identity, sheet }: Work, keys: readonly Field[]): Promise<KnownKeys> {
  const known = new KnownKeys()
  if (keys.length === 0) {
    return known
  }
  const { tenantId } = identity
  const columns = keys.map(({ ordinal }) => `values->'${ordinal}'`)
  await inTenant(services.db, tenantId, async (trx) => {
    const { sql, bindings } = services
      .db('rows')
      .where({ tenant_id: tenantId, table_id: sheet.tableId, cycle_id: sheet.cycleId, deleted: false })
      .select('row_id', services.db.raw(`jsonb_build_array(${columns.join()}) AS keys`))
      .toSQL()
    const blocks = readCursor<{ row_id: string; keys: CellValue[] }>(trx, { sql, bindings, block: KEYS_AT_ONCE })
    for await (const rows of blocks) {
      for (const { row_id: id, keys: values } of rows) {
        if (values.every((value) => value !== null)) {
          known.add(keyOf(values), id)
        }
      }
    }
  })
  return known
}
