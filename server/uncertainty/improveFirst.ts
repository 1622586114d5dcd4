import type { Knex } from 'knex'
import type { UncertaintyContribution } from '#shared/api/uncertainty.ts'
import { QUALITY_COLUMNS } from '#shared/api/quality.ts'
import { type UncertaintyMethod, varianceParts, width } from '#shared/uncertainty/aggregate.ts'
import type { Inventory } from '../emissions/inventory.ts'
import { rowTextOrdinals } from '../emissions/rowTexts.ts'
import type { Identity } from '../policies/Identity.ts'
import { instrumentOf } from './marketSources.ts'
import {
  type AssessedCycle,
  cellOrdinals,
  cellsOf,
  type CycleSources,
  type LargeRow,
  type RowGroup,
} from './sourceGroups.ts'

const MOST = 10

/**
 * The cells, factors and rates of instruments that the variance of the total comes from, largest first, of whichever sources are
 * given: by the grid, or as it was bought. A row's activity is one cell; a factor
 * counts with all rows that use it, because they are wrong together. Of tables that are hidden from the person nothing is
 * known here, so none of them is named.
 */
export async function improveFirst(
  trx: Knex.Transaction,
  identity: Identity,
  about: { cycle: AssessedCycle; inventory: Inventory; sources: CycleSources; method: UncertaintyMethod },
): Promise<UncertaintyContribution[]> {
  const { cycle, inventory, sources, method } = about
  const parts = varianceParts(sources.groups, sources.factors, method)
  const total = parts.reduce((sum, { variance }) => sum + variance, 0)
  if (total === 0) {
    return []
  }
  const shared = parts.flatMap((part) => ('factor' in part && part.variance > 0 ? [part] : []))
  const names = await namesOfShared(
    trx,
    shared.map(({ factor }) => factor),
  )
  const factors = shared.map(({ factor, variance, sumKg }): UncertaintyContribution => {
    const instrumentId = instrumentOf(factor)
    const [share, gsd2] = [variance / total, sources.factors.get(factor)?.gsd2 ?? 1]
    const said = { share, co2e_kg: sumKg, gsd2, name: names.get(factor) ?? factor }
    const rows = sources.groups.reduce((sum, group) => sum + (group.factors.includes(factor) ? group.rows : 0), 0)
    return instrumentId === null
      ? { ...said, kind: 'factor', factor_id: factor, rows }
      : { ...said, kind: 'rate', instrument_id: instrumentId }
  })
  const activities = await largestRows(trx, identity, { cycle, inventory, sources, method, total })
  return [...factors, ...activities].toSorted((a, b) => b.share - a.share).slice(0, MOST)
}

/** The ten largest stand in the ten groups whose largest row has most: no others are looked at row by row. */
async function largestRows(
  trx: Knex.Transaction,
  identity: Identity,
  about: Parameters<typeof improveFirst>[2] & { total: number },
): Promise<UncertaintyContribution[]> {
  const { cycle, inventory, sources, method, total } = about
  const most = (group: RowGroup): number =>
    group.activity === null ? 0 : (group.largestKg * width(group.activity, method)) ** 2
  const groups = sources.groups
    .filter((group) => most(group) > 0)
    .toSorted((a, b) => most(b) - most(a))
    .slice(0, MOST)
  const places = [...new Set(groups.map(({ table }) => table.table))]
  const texts = await rowTextOrdinals(trx, identity, { projectId: cycle.projectId, cycleId: cycle.id }, places)
  const moduleNames = new Map(inventory.modules.map(({ id, name }) => [id, name]))
  const found: UncertaintyContribution[] = []
  for (const group of groups) {
    const { table, quality } = group.table
    const column = QUALITY_COLUMNS.find((one) => quality.has(one))
    for (const row of await (group.largestRows?.(MOST) ?? rowsOf(trx, group, cycle.id))) {
      const kg = row.co2e_kg * sources.share(group.site)
      found.push({
        kind: 'activity',
        share: (kg * width(group.activity!, method)) ** 2 / total,
        co2e_kg: kg,
        gsd2: group.activity!.gsd2,
        table_id: table.id,
        table_name: table.name,
        module_name: moduleNames.get(table.moduleId) ?? '',
        row_id: row.row_id,
        texts: (texts.get(table.id) ?? []).flatMap((ordinal) => textOf(row.values[String(ordinal)])),
        site_name: group.site === null ? null : (inventory.siteNames.get(group.site) ?? group.site),
        month: row.month,
        field_key: column === undefined ? null : (quality.get(column)?.key ?? null),
      })
    }
  }
  return found
}

const textOf = (value: unknown): string[] => (typeof value === 'string' && value !== '' ? [value] : [])

async function rowsOf(trx: Knex.Transaction, group: RowGroup, cycleId: string): Promise<LargeRow[]> {
  const ordinals = cellOrdinals(group.table)
  const { rows } = await trx.raw<{ rows: LargeRow[] }>(
    `SELECT row_id, co2e_kg, month, values FROM rows
     WHERE tenant_id = current_tenant() AND table_id = ? AND cycle_id = ? AND NOT deleted AND co2e_kg IS NOT NULL
       AND site IS NOT DISTINCT FROM ? AND to_jsonb(${cellsOf(ordinals)}) = CAST(? AS jsonb)
     ORDER BY abs(co2e_kg) DESC, row_id LIMIT ${MOST}`,
    [group.table.table.id, cycleId, group.site, ...ordinals, JSON.stringify(group.cells)],
  )
  return rows
}

/** Of factors, and of the instruments whose rates are among them. */
async function namesOfShared(trx: Knex.Transaction, ids: readonly string[]): Promise<Map<string, string>> {
  const factors: { id: string; name: string }[] = await trx('library_factors').whereIn('id', ids).select('id', 'name')
  const byInstrument = new Map(ids.map((id) => [instrumentOf(id) ?? '', id]))
  byInstrument.delete('')
  const instruments: { id: string; name: string }[] = await trx('instruments')
    .whereIn('id', [...byInstrument.keys()])
    .select('id', 'name')
  const rates = instruments.map(({ id, name }) => [byInstrument.get(id) ?? id, name] as const)
  return new Map([...factors.map(({ id, name }) => [id, name] as const), ...rates])
}
