import type { Knex } from 'knex'
import type { EnergyFact } from '#shared/reports/reportFacts.ts'
import type { Field } from '#shared/fields/field.ts'
import { type Conversion, conversion } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { boundaryOf, sharesOf } from '../boundary/siteShares.ts'
import { fieldsByTable } from '../emissions/fieldsByTable.ts'
import { inputsOfResult } from '../emissions/inputsOfResult.ts'
import type { Cycle } from '../models/Cycle.ts'
import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'
import { ENERGY_OF_ROW } from '../scope2/consumedEnergy.ts'

/** Megawatt-hours by module. Null: the tables of the module do not have their energy in one column. */
export type EnergyByModule = ReadonlyMap<string, Pick<EnergyFact, 'scope' | 'module' | 'mwh'>>

interface CountingTable {
  id: string
  moduleId: string
  module: string
  scope: 1 | 2
}

/**
 * Energy of scopes 1 and 2 of a cycle, by module in its order: what stands in the one column of energy that the result of a
 * table is computed from, whatever heating value it is of, and of each site the part that counts. Null when a column that says
 * so is not the person's to read, or something in these scopes is hidden from them.
 */
export async function energyUsed(
  trx: Knex.Transaction,
  identity: Identity,
  { id: cycleId, projectId }: Cycle,
): Promise<EnergyByModule | null> {
  const tables: CountingTable[] = await trx('tables as t')
    .join('modules as m', (on) => on.on('m.tenant_id', 't.tenant_id').on('m.id', 't.module_id'))
    .where({ 'm.project_id': projectId })
    .whereIn('m.scope', [1, 2])
    .whereNull('t.deleted_at')
    .whereNull('m.deleted_at')
    .orderBy(['m.scope', 'm.position', 'm.id', 't.position', 't.id'])
    .select('t.id', 't.module_id as moduleId', 'm.name as module', 'm.scope')
  const fields = await fieldsByTable(
    trx,
    tables.map(({ id }) => id),
    cycleId,
  )
  const share = sharesOf(await boundaryOf(trx, cycleId))
  const found = new Map<string, Pick<EnergyFact, 'scope' | 'module' | 'mwh'>>()
  for (const { id: tableId, moduleId, module, scope } of tables) {
    const own = fields.get(tableId) ?? []
    if (!own.some(({ role }) => role === 'emissions') || !(await hasRows(trx, tableId, cycleId))) {
      continue
    }
    const column = energyColumn(own)
    if (column !== null && !mayRead(identity, { projectId, moduleId }, { fields: own, column: column.field })) {
      return null
    }
    const before = found.get(moduleId)
    const sites =
      column === null ? null : await sumBySite(trx, { tableId, cycleId, energy: String(column.field.ordinal) })
    const mwh =
      column === null || sites === null
        ? null
        : sites.reduce(
            (sum, { site, energy }) => sum + ((energy * column.toMwh.multiply) / column.toMwh.divide) * share(site),
            0,
          )
    found.set(moduleId, { scope, module, mwh: before === undefined ? mwh : addKnown(before.mwh, mwh) })
  }
  return found
}

/** A part that is not known makes the whole unknown. */
const addKnown = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one + other

async function hasRows(trx: Knex.Transaction, tableId: string, cycleId: string): Promise<boolean> {
  const row: unknown = await trx('rows').where({ table_id: tableId, cycle_id: cycleId, deleted: false }).first('row_id')
  return row !== undefined
}

function mayRead(
  identity: Identity,
  place: { projectId: string; moduleId: string },
  { fields, column }: { fields: readonly Field[]; column: Field },
): boolean {
  const readable = readableFields(fields, rolesOn(identity.grants, place), identity.grants)
  return readable.some(({ ordinal }) => ordinal === column.ordinal)
}

/** Null: there is no column of energy behind the result, or several. */
function energyColumn(fields: readonly Field[]): { field: Field; toMwh: Conversion } | null {
  const found = inputsOfResult(fields).flatMap((field) => {
    const toMwh = field.type === 'number' ? toMegawattHours(field.unit) : null
    return toMwh === null ? [] : [{ field, toMwh }]
  })
  return found.length === 1 ? (found[0] ?? null) : null
}

/** Gross and net are added as they were entered: which of both a company uses is in its tables. */
function toMegawattHours(unit: string | null): Conversion | null {
  const from = parseUnit(unit ?? '')
  for (const target of ['MWh', 'MWh(HHV)', 'MWh(LHV)']) {
    const to = parseUnit(target)
    const found = unit !== null && from.ok && to.ok ? conversion(from.value, to.value) : null
    if (found?.ok === true) {
      return found.value
    }
  }
  return null
}

async function sumBySite(
  trx: Knex.Transaction,
  place: { tableId: string; cycleId: string; energy: string },
): Promise<{ site: string | null; energy: number }[]> {
  const { rows } = await trx.raw<{ rows: { site: string | null; energy: number }[] }>(
    `SELECT site, coalesce(sum(energy), 0)::float8 AS energy
     FROM (SELECT site, ${ENERGY_OF_ROW} AS energy FROM rows
           WHERE tenant_id = current_tenant() AND table_id = :tableId AND cycle_id = :cycleId AND NOT deleted) r
     GROUP BY site ORDER BY site`,
    place,
  )
  return rows
}
