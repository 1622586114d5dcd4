import type { Knex } from 'knex'
import type { FactorOffer } from '#shared/api/factorOffers.ts'
import type { Field } from '#shared/fields/field.ts'
import { factorsById, readsCells } from '../emissions/factorsOf.ts'
import { loadInventory } from '../emissions/inventory.ts'
import { readableSheetsOf } from '../emissions/readableSheetsOf.ts'
import { RowColumns, type StoredValues } from '../emissions/RowColumns.ts'
import { resultsOfRows } from '../emissions/rowResults.ts'
import { loadSheetSchema, type SheetSchema } from '../emissions/sheetSchema.ts'
import { storedRows } from '../emissions/storedRows.ts'
import { compilePlans } from '../emissions/tablePlans.ts'
import { may } from '../policies/authorize.ts'
import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'
import { type ChoiceColumn, choiceColumns, withNewerChoices } from './choiceColumns.ts'
import { newerFactors, type NewerFactor } from './newerFactors.ts'

/** What would change where cells, or choices of a column, name a factor of which there is a newer one. */
export interface OfferedChange extends Pick<
  FactorOffer,
  'column' | 'tables' | 'rows' | 'before_kg' | 'after_kg' | 'results_before' | 'results_after' | 'is_foreseen'
> {
  newer: NewerFactor
}

/** A table with fields that name factors, which the person reads, and its result too. */
interface Sheet {
  id: string
  name: string
  schema: SheetSchema
  /** Of the fields whose cells name factors. */
  ordinals: readonly number[]
  columns: readonly ChoiceColumn[]
  mayManage: boolean
}

/** The offers by what they are about. */
interface Offers {
  ofCells: Map<string, OfferedChange>
  /** By the id of the field, then of the factor. */
  ofColumns: Map<string, Map<string, OfferedChange>>
}

/**
 * The newer factors of a cycle, with what they would change, of the tables whose totals the person may read. Rows are computed
 * with the same plans as when it is done; nothing is written. A row that several offers are about is told with one of them, so
 * that their sums add up.
 */
export async function factorOffers(
  trx: Knex.Transaction,
  identity: Identity,
  cycle: { id: string; projectId: string; factorYear: number },
): Promise<OfferedChange[]> {
  const sheets = await sheetsWithFactors(trx, identity, cycle)
  const inCells = new Set<string>()
  for (const { id, ordinals } of sheets) {
    for (const ordinal of ordinals) {
      const found: { factor: string }[] = await trx('rows')
        .where({ table_id: id, cycle_id: cycle.id, deleted: false })
        .whereRaw('rows.values ->> ? IS NOT NULL', [String(ordinal)])
        .distinct(trx.raw('rows.values ->> ? AS factor', [String(ordinal)]))
      found.forEach(({ factor }) => inCells.add(factor))
    }
  }
  const inChoices = sheets.flatMap(({ columns }) => columns.flatMap(({ means }) => [...means.values()]))
  const newer = await newerFactors(trx, [...inCells, ...inChoices], cycle.factorYear)
  if (newer.size === 0) {
    return []
  }
  const offers: Offers = {
    ofCells: new Map([...newer].flatMap(([id, one]) => (inCells.has(id) ? [[id, nothingYet(one)]] : []))),
    ofColumns: offersOfColumns(sheets, newer, await sameYear(trx, cycle)),
  }
  for (const sheet of sheets) {
    await addSheet(trx, sheet, cycle, offers)
  }
  return [...offers.ofCells.values(), ...[...offers.ofColumns.values()].flatMap((some) => [...some.values()])].toSorted(
    (a, b) => changeOf(b) - changeOf(a) || b.rows - a.rows,
  )
}

async function sheetsWithFactors(
  trx: Knex.Transaction,
  identity: Identity,
  cycle: { id: string; factorYear: number },
): Promise<Sheet[]> {
  const inventory = await loadInventory(trx, cycle.id, await readableSheetsOf(trx, identity, cycle.id))
  const sheets: Sheet[] = []
  for (const { id, name, moduleId, counts } of inventory?.tables ?? []) {
    const schema = counts ? await loadSheetSchema(trx, id, cycle.id) : null
    const place = { projectId: inventory!.cycle.projectId, moduleId }
    const readable = readableFields(schema?.fields ?? [], rolesOn(identity.grants, place))
    const ordinals = ordinalsOf(readable)
    const columns = choiceColumns(readable, cycle.factorYear)
    if (schema !== null && ordinals.length + columns.length > 0) {
      const mayManage = may(identity, 'manage', 'Table', { tenantId: identity.tenantId, ...place })
      sheets.push({ id, name, schema, ordinals, columns, mayManage })
    }
  }
  return sheets
}

/** Of the fields that formulas read factors from. */
export const ordinalsOf = (fields: readonly Field[]): number[] =>
  fields.filter(readsCells).map(({ ordinal }) => ordinal)

/** Names of the other open cycles in which choices mean what they mean in this one. Whoever reads one of a project reads all. */
const sameYear = (
  trx: Knex.Transaction,
  { id, projectId, factorYear }: { id: string; projectId: string; factorYear: number },
): Promise<string[]> =>
  trx('cycles')
    .where({ project_id: projectId, factor_year: factorYear })
    .whereNot({ id })
    .whereNot({ status: 'locked' })
    .whereNull('deleted_at')
    .orderBy('name')
    .pluck('name')

function offersOfColumns(
  sheets: readonly Sheet[],
  newer: ReadonlyMap<string, NewerFactor>,
  alsoIn: readonly string[],
): Offers['ofColumns'] {
  const offers: Offers['ofColumns'] = new Map()
  for (const { id, name, mayManage, columns } of sheets) {
    for (const { field, means } of columns) {
      const byFactor = Map.groupBy(
        field.options.filter((option) => means.has(option.id)),
        (option) => means.get(option.id)!,
      )
      const ofField = [...byFactor].flatMap(([factor, options]): [string, OfferedChange][] => {
        const one = newer.get(factor)
        const column = {
          table_id: id,
          table_name: name,
          field_id: field.id,
          name: field.name,
          choices: options.map(({ label }) => label),
          also_in: [...alsoIn],
          may_take: mayManage,
        }
        return one === undefined ? [] : [[factor, { ...nothingYet(one), column }]]
      })
      offers.set(field.id, new Map(ofField))
    }
  }
  return offers
}

/** Adds what the rows of a sheet give for each offer that one of their cells is about. */
async function addSheet(
  trx: Knex.Transaction,
  { id, name, schema, ordinals, columns }: Sheet,
  { id: cycleId, factorYear }: { id: string; factorYear: number },
  { ofCells, ofColumns }: Offers,
): Promise<void> {
  const instead = (fieldId: string, factor: string): string | undefined =>
    ofColumns.get(fieldId)?.get(factor)?.newer.to.id
  const newIds = columns.flatMap(({ field }) =>
    Array.from(ofColumns.get(field.id)?.values() ?? [], ({ newer }) => newer.to.id),
  )
  const plans = compilePlans(
    withNewerChoices(schema, { columns, factorYear, instead, factors: await factorsById(trx, newIds, 'now') }),
  )
  const isForeseen = plans.result !== null && !plans.gathering.has(plans.result.field.key)
  const offerOf = (values: StoredValues): OfferedChange | undefined => {
    for (const ordinal of ordinals) {
      const value = values[ordinal]
      const offer = typeof value === 'string' ? ofCells.get(value) : undefined
      if (offer !== undefined) {
        return offer
      }
    }
    for (const { field, means } of columns) {
      const value = values[field.ordinal]
      const factor = typeof value === 'string' ? means.get(value) : undefined
      const offer = factor === undefined ? undefined : ofColumns.get(field.id)?.get(factor)
      if (offer !== undefined) {
        return offer
      }
    }
    return undefined
  }
  for await (const rows of storedRows(trx, id, cycleId)) {
    const changing = rows.flatMap((row) => {
      const offer = offerOf(row.values)
      return offer === undefined ? [] : [{ row, offer }]
    })
    const values = changing.map(({ row }) => replaced(row.values, ordinals, ofCells))
    const after = resultsOfRows(plans, new RowColumns(values), Uint32Array.from(values.keys()))
    changing.forEach(({ row, offer }, i) => {
      const now = isForeseen ? (after[i]?.co2eKg ?? null) : row.co2e_kg
      offer.rows++
      offer.is_foreseen &&= isForeseen
      offer.before_kg = sum(offer.before_kg, row.co2e_kg)
      offer.after_kg = sum(offer.after_kg, now)
      offer.results_before += row.co2e_kg === null ? 0 : 1
      offer.results_after += now === null ? 0 : 1
      const table = offer.tables.find(({ table_id: known }) => known === id)
      if (table === undefined) {
        offer.tables.push({ table_id: id, name, rows: 1 })
      } else {
        table.rows++
      }
    })
  }
}

function replaced(
  values: StoredValues,
  ordinals: readonly number[],
  offers: ReadonlyMap<string, OfferedChange>,
): StoredValues {
  const changes = ordinals.flatMap((ordinal) => {
    const value = values[ordinal]
    const offer = typeof value === 'string' ? offers.get(value) : undefined
    return offer === undefined ? [] : [[String(ordinal), offer.newer.to.id] as const]
  })
  return { ...values, ...Object.fromEntries(changes) }
}

const nothingYet = (newer: NewerFactor): OfferedChange => ({
  newer,
  column: null,
  tables: [],
  rows: 0,
  before_kg: null,
  after_kg: null,
  results_before: 0,
  results_after: 0,
  is_foreseen: true,
})

const changeOf = ({ before_kg: before, after_kg: after }: OfferedChange): number =>
  Math.abs((after ?? 0) - (before ?? 0))

/** Unknown is not zero: a sum of unknowns is unknown. */
export const sum = (total: number | null, more: number | null): number | null =>
  more === null ? total : (total ?? 0) + more
