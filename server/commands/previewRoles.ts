import type { Knex } from 'knex'
import type { CycleRoles, FieldRolesPreview } from '#shared/api/fieldRoles.ts'
import { isReleasedResult } from '#shared/fields/isReleasedResult.ts'
import { readableSheetsOf } from '../emissions/readableSheetsOf.ts'
import { RowColumns } from '../emissions/RowColumns.ts'
import { resultsOfRows } from '../emissions/rowResults.ts'
import { loadSheetSchema } from '../emissions/sheetSchema.ts'
import { storedRows } from '../emissions/storedRows.ts'
import { sumRows } from '../emissions/sumRows.ts'
import { compilePlans } from '../emissions/tablePlans.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { SheetField } from '../models/SheetField.ts'
import type { Identity } from '../policies/Identity.ts'
import { roleProblems, withRoles, type RolesChange } from './planRoles.ts'

/** What it would do to every cycle: the rows that find no place in the totals, and the totals. Changes nothing. Throws ValidationError. */
export async function previewRoles(
  trx: Knex.Transaction,
  identity: Identity,
  change: RolesChange,
): Promise<FieldRolesPreview> {
  const problems = await roleProblems(trx, change)
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const cycles: CycleRoles[] = []
  for (const cycle of change.cycles) {
    cycles.push(await cycleAfter(trx, identity, change, cycle))
  }
  return { cycles, new_sites: await newSites(trx, identity, change) }
}

async function cycleAfter(
  trx: Knex.Transaction,
  identity: Identity,
  { tableId, fields, readable, body }: RolesChange,
  { id: cycleId, name, status }: RolesChange['cycles'][number],
): Promise<CycleRoles> {
  const without = { site: 0, month: 0, emissions: 0 }
  const schema = status === 'locked' ? null : await loadSheetSchema(trx, tableId, cycleId)
  if (schema === null) {
    return { cycle_id: cycleId, name, locked: true, rows: 0, without, co2e_kg: null }
  }
  const plans = compilePlans({ ...schema, fields: withRoles(schema.fields, body) })
  const own = { rows: 0, before: null as number | null, after: null as number | null }
  for await (const rows of storedRows(trx, tableId, cycleId)) {
    const values = new RowColumns(rows.map((row) => row.values))
    const results = resultsOfRows(plans, values, Uint32Array.from(rows.keys()))
    own.rows += rows.length
    results.forEach(({ co2eKg, site, month }, at) => {
      own.before = plus(own.before, rows[at]!.co2e_kg)
      own.after = plus(own.after, co2eKg)
      without.site += site === null ? 1 : 0
      without.month += month === null ? 1 : 0
      without.emissions += co2eKg === null ? 1 : 0
    })
  }
  const results = [...fields, ...withRoles(fields, body)].filter(({ role }) => role === 'emissions')
  const isShown = results.every((result) => readable.some(({ id }) => id === result.id) && !isReleasedResult(result))
  if (!isShown) {
    // how many have a result tells whether hidden cells are filled
    return {
      cycle_id: cycleId,
      name,
      locked: false,
      rows: own.rows,
      without: { ...without, emissions: 0 },
      co2e_kg: null,
    }
  }
  const { tableIds } = await readableSheetsOf(trx, identity, cycleId)
  const chosen = { cycleId, tableIds: tableIds.filter((id) => id !== tableId), site: undefined, month: undefined }
  const others = (await sumRows(trx, chosen)).reduce<number | null>((sum, { co2eKg }) => plus(sum, co2eKg), null)
  const table = { before: own.before, after: own.after }
  const cycle = { before: plus(others, own.before), after: plus(others, own.after) }
  return { cycle_id: cycleId, name, locked: false, rows: own.rows, without, co2e_kg: { table, cycle } }
}

/** Kilograms; what is unknown is no zero. */
const plus = (sum: number | null, kg: number | null): number | null => (kg === null ? sum : (sum ?? 0) + kg)

/** Sites are known by the ids of their choices, over all tables whose totals this person may read. */
async function newSites(
  trx: Knex.Transaction,
  identity: Identity,
  { tableId, cycles, readable, body }: RolesChange,
): Promise<string[]> {
  const [newest] = cycles
  const site = readable.find(({ id }) => id === body.site)
  if (newest === undefined || site === undefined) {
    return []
  }
  const { tableIds } = await readableSheetsOf(trx, identity, newest.id)
  const others = await SheetField.query(trx)
    .whereIn(
      'table_id',
      tableIds.filter((id) => id !== tableId),
    )
    .where({ role: 'site' })
    .whereNull('deleted_at')
  const known = new Set(others.flatMap(({ options }) => options.map(({ id }) => id)))
  return known.size === 0 ? [] : site.options.filter(({ id }) => !known.has(id)).map(({ label }) => label)
}
