import type { Knex } from 'knex'
import type { FactorOffer } from '#shared/api/factorOffers.ts'
import type { Field } from '#shared/fields/field.ts'
import { readsCells } from '../emissions/factorsOf.ts'
import { loadInventory } from '../emissions/inventory.ts'
import { readableSheetsOf } from '../emissions/readableSheetsOf.ts'
import { RowColumns, type StoredValues } from '../emissions/RowColumns.ts'
import { resultsOfRows } from '../emissions/rowResults.ts'
import { loadSheetSchema } from '../emissions/sheetSchema.ts'
import { storedRows } from '../emissions/storedRows.ts'
import { compilePlans, type TablePlans } from '../emissions/tablePlans.ts'
import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'
import { newerFactors, type NewerFactor } from './newerFactors.ts'

/** What would change where cells name a factor of which there is a newer one. */
export interface OfferedChange extends Pick<
  FactorOffer,
  'tables' | 'rows' | 'before_kg' | 'after_kg' | 'results_before' | 'results_after' | 'is_foreseen'
> {
  newer: NewerFactor
}

/** A table with fields of factors that the person reads, and its result too. */
interface Sheet {
  id: string
  name: string
  plans: TablePlans
  ordinals: readonly number[]
}

/**
 * The newer factors of a cycle, with what they would change, of the tables whose totals the person may read. Rows are computed
 * with the same plans as when it is done; nothing is written.
 */
export async function factorOffers(
  trx: Knex.Transaction,
  identity: Identity,
  cycle: { id: string; factorYear: number },
): Promise<OfferedChange[]> {
  const sheets = await sheetsWithFactors(trx, identity, cycle.id)
  const ids = new Set<string>()
  for (const { id, ordinals } of sheets) {
    for (const ordinal of ordinals) {
      const found: { factor: string }[] = await trx('rows')
        .where({ table_id: id, cycle_id: cycle.id, deleted: false })
        .whereRaw('rows.values ->> ? IS NOT NULL', [String(ordinal)])
        .distinct(trx.raw('rows.values ->> ? AS factor', [String(ordinal)]))
      found.forEach(({ factor }) => ids.add(factor))
    }
  }
  const newer = await newerFactors(trx, [...ids], cycle.factorYear)
  const offers = new Map([...newer].map(([id, one]) => [id, nothingYet(one)]))
  for (const sheet of offers.size === 0 ? [] : sheets) {
    await addSheet(trx, sheet, cycle.id, offers)
  }
  return [...offers.values()].toSorted((a, b) => changeOf(b) - changeOf(a) || b.rows - a.rows)
}

async function sheetsWithFactors(trx: Knex.Transaction, identity: Identity, cycleId: string): Promise<Sheet[]> {
  const inventory = await loadInventory(trx, cycleId, await readableSheetsOf(trx, identity, cycleId))
  const sheets: Sheet[] = []
  for (const { id, name, moduleId, counts } of inventory?.tables ?? []) {
    const schema = counts ? await loadSheetSchema(trx, id, cycleId) : null
    const roles = rolesOn(identity.grants, { projectId: inventory!.cycle.projectId, moduleId })
    const ordinals = ordinalsOf(readableFields(schema?.fields ?? [], roles))
    if (schema !== null && ordinals.length > 0) {
      sheets.push({ id, name, plans: compilePlans(schema), ordinals })
    }
  }
  return sheets
}

/** Of the fields that formulas read factors from. */
export const ordinalsOf = (fields: readonly Field[]): number[] =>
  fields.filter(readsCells).map(({ ordinal }) => ordinal)

/** Adds what the rows of a sheet give for each offer that one of their cells is about. */
async function addSheet(
  trx: Knex.Transaction,
  { id, name, plans, ordinals }: Sheet,
  cycleId: string,
  offers: ReadonlyMap<string, OfferedChange>,
): Promise<void> {
  const isForeseen = plans.result !== null && !plans.gathering.has(plans.result.field.key)
  for await (const rows of storedRows(trx, id, cycleId)) {
    const changing = rows.flatMap((row) => {
      const old = ordinals
        .map((ordinal) => row.values[ordinal])
        .find((value) => typeof value === 'string' && offers.has(value))
      return typeof old === 'string' ? [{ row, offer: offers.get(old)! }] : []
    })
    const values = changing.map(({ row }) => replaced(row.values, ordinals, offers))
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
