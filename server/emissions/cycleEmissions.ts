import type { Knex } from 'knex'

import type { CycleEmissions, EmissionFigures } from '#shared/api/emissions.ts'
import { consolidate } from '../boundary/consolidate.ts'
import { boundaryOf, countsWhole, sharesOf, type SiteShare } from '../boundary/siteShares.ts'
import { cycleScope2, hasAllocations, marketBasedKg, type Scope2Cycle } from '../scope2/cycleScope2.ts'
import { type ChosenRows, chooseRows, type EmissionFilters } from './chosenRows.ts'
import { gasFigures, memoFigures, otherGwpFigures, partialFigures } from './componentGroups.ts'
import { emptyFigures, groupRows } from './emissionGroups.ts'
import { loadInventory } from './inventory.ts'
import { methodAmounts } from './methodAmounts.ts'
import { primaryShares, sumPrimary } from './primaryData.ts'
import { withPartial } from './sumPartial.ts'
import { byPlace, sumByComponent, sumRows, sumRowsAhead } from './sumRows.ts'
import { chosenGroups, sumsAhead } from './sumsAhead.ts'

/**
 * The totals of a cycle, summed by the database over the projected rows (one scan of the cycle's rows), and of sheets whose
 * rows follow later from the sums that are there before. No order changes a bit; an amount that no row knows is null. Of every site counts the part that the organisational boundary gives it.
 * Null when the tenant has no such cycle.
 */
export async function cycleEmissions(
  trx: Knex.Transaction,
  cycleId: string,
  filters: EmissionFilters,
): Promise<CycleEmissions | null> {
  const inventory = await loadInventory(trx, cycleId, filters.readable)
  if (inventory === null) {
    return null
  }
  const chosen = chooseRows(cycleId, inventory.tables, filters)
  const boundary = await boundaryOf(trx, cycleId)
  const share = sharesOf(boundary)
  const ahead = chosenGroups(await sumsAhead(trx, chosen), chosen)
  const stored = { ...chosen, tableIds: chosen.tableIds.filter((id) => !ahead.has(id)) }
  const components = await sumByComponent(trx, stored, countsWhole(boundary) ? null : share, ahead)
  const partial = partialFigures(components)
  const rows = await sumRows(trx, stored)
  const complete = partial.length === 0 ? rows : await withPartial(trx, stored, rows)
  const sums = consolidate([...complete, ...(await sumRowsAhead(trx, chosen, ahead))].toSorted(byPlace), share)
  const groups = groupRows(sums, inventory, share)
  const { primaryData: byTable } = filters.readable
  const primaryKg = await sumPrimary(trx, stored, { byTable, ahead, share })
  const primary = primaryShares(sums, inventory.tables, { byTable, primaryKg })
  const { cycle } = inventory
  const byGrid = groups.byScope.find(({ scope }) => scope === 2) ?? emptyFigures()
  const marketBased = filters.readable.seesScope2
    ? await marketBasedScope2(trx, { id: cycleId, ...cycle }, { byGrid, chosen, share })
    : null
  return {
    cycle_id: cycleId,
    project_id: cycle.projectId,
    name: cycle.name,
    status: cycle.status,
    gwp_set: cycle.gwpSet,
    factor_year: cycle.factorYear,
    consolidation: boundary.consolidation,
    not_stated:
      boundary.consolidation === null
        ? []
        : groups.bySite.flatMap(({ site, name }) =>
            site === null || boundary.controls.has(site) ? [] : [{ site, name: name ?? site }],
          ),
    total: groups.total,
    incomplete_rows: groups.total.incomplete_rows,
    other_gwp: otherGwpFigures(components),
    partial,
    memo: memoFigures(components),
    by_scope: groups.byScope,
    ...methodAmounts(groups.byScope, marketBased),
    by_category: groups.byCategory.map((category) => ({
      ...category,
      primary_share: primary.get(category.s3_category) ?? null,
    })),
    by_iso_category: groups.byIso,
    by_module: inventory.modules.map((module) => ({
      ...(groups.byModule.get(module.id) ?? emptyFigures()),
      module_id: module.id,
      key: module.key,
      name: module.name,
      scope: module.scope,
      s3_category: module.category,
      iso_category: module.iso,
    })),
    by_table: inventory.tables.map((table) => ({
      ...(groups.byTable.get(table.id) ?? emptyFigures()),
      table_id: table.id,
      module_id: table.moduleId,
      key: table.key,
      name: table.name,
      counts: table.counts,
    })),
    by_month: groups.byMonth,
    by_site: groups.bySite,
    by_gas: gasFigures(components),
  }
}

/** Kilograms of the chosen rows of scope 2 by contract; null where nothing of them is known. */
export async function marketBasedScope2(
  trx: Knex.Transaction,
  cycle: Scope2Cycle,
  { byGrid, chosen, share }: { byGrid: EmissionFigures; chosen: ChosenRows; share: SiteShare },
): Promise<number | null> {
  if (byGrid.rows === 0 || !(await hasAllocations(trx, cycle.id))) {
    return byGrid.co2e_kg
  }
  const { tableIds, site, month } = chosen
  return marketBasedKg(await cycleScope2(trx, cycle), { tableIds: new Set(tableIds), site, month }, share)
}
