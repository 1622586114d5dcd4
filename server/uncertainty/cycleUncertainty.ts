import type { Knex } from 'knex'
import type { CycleUncertainty, UncertaintyContribution, UncertaintyFigures } from '#shared/api/uncertainty.ts'
import { aggregate, type UncertaintyMethod } from '#shared/uncertainty/aggregate.ts'
import { gradeOfGsd2 } from '#shared/uncertainty/grades.ts'
import type { Inventory } from '../emissions/inventory.ts'
import type { Identity } from '../policies/Identity.ts'
import type { Scope2Cycle } from '../scope2/cycleScope2.ts'
import { improveFirst } from './improveFirst.ts'
import { marketSources } from './marketSources.ts'
import { type AssessedCycle, type CycleSources, cycleSources, type RowGroup } from './sourceGroups.ts'

const SCOPES = [1, 2, 3] as const
const isScope12 = ({ table }: RowGroup): boolean => table.table.scope !== 3

/**
 * How sure the totals of a cycle are, computed from its rows and assessments as they are in the transaction. `seesScope2`:
 * whether the person may read all of scope 2, without which nothing market-based is told.
 */
export async function cycleUncertainty(
  trx: Knex.Transaction,
  identity: Identity,
  about: {
    cycle: AssessedCycle & Scope2Cycle
    inventory: Inventory
    method: UncertaintyMethod
    seesScope2: boolean
  },
): Promise<CycleUncertainty> {
  const { cycle, inventory, method, seesScope2 } = about
  const sources = await cycleSources(trx, identity, cycle, inventory)
  const { groups, factors, tables } = sources
  const figures = (some: readonly RowGroup[], among = factors): UncertaintyFigures =>
    figuresOf(aggregate(some, among, method), some)
  const first = (of: CycleSources): Promise<UncertaintyContribution[]> =>
    improveFirst(trx, identity, { cycle, inventory, sources: of, method })
  const byGrid = await first(sources)
  const where = (isIn: (group: RowGroup) => boolean): UncertaintyFigures => figures(groups.filter(isIn))
  const bought = seesScope2 ? await marketSources(trx, cycle, sources) : null
  const categories = [...new Set(groups.flatMap(({ table }) => table.table.category ?? []))].toSorted((a, b) => a - b)
  const sites = [...new Set(groups.map(({ site }) => site))]
  return {
    cycle_id: cycle.id,
    method,
    total: figures(groups),
    by_scope: SCOPES.map((scope) => ({ ...where(({ table }) => table.table.scope === scope), scope })),
    scope12: figures(groups.filter(isScope12)),
    market_based: bought && {
      scope2: figures(
        bought.groups.filter(({ table }) => table.table.scope === 2),
        bought.factors,
      ),
      scope12: figures(bought.groups.filter(isScope12), bought.factors),
      total: figures(bought.groups, bought.factors),
      improve_first: bought === sources ? byGrid : await first(bought),
    },
    by_category: categories.map((category) => ({
      ...where(({ table }) => table.table.category === category),
      s3_category: category,
    })),
    by_module: inventory.modules.map(({ id, name, scope }) => ({
      ...where(({ table }) => table.table.moduleId === id),
      module_id: id,
      name,
      scope,
    })),
    by_site: sites
      .map((site) => ({
        ...where((group) => group.site === site),
        site,
        name: site === null ? null : (inventory.siteNames.get(site) ?? site),
      }))
      .toSorted((a, b) => (b.co2e_kg ?? 0) - (a.co2e_kg ?? 0)),
    improve_first: byGrid,
    hidden_tables: tables.filter(({ isHidden }) => isHidden).length,
  }
}

function figuresOf(
  { sumKg, assessedKg, partlyKg, interval }: ReturnType<typeof aggregate>,
  groups: readonly RowGroup[],
): UncertaintyFigures {
  return {
    co2e_kg: groups.length === 0 ? null : sumKg,
    assessed_kg: assessedKg,
    partly_assessed_kg: partlyKg,
    assessed_percent: sumKg > 0 ? (100 * assessedKg) / sumKg : null,
    interval:
      interval === null
        ? null
        : {
            low_kg: interval.lowKg,
            high_kg: interval.highKg,
            range_percent: 100 * interval.halfWidth,
            gsd2: interval.gsd2,
            grade: gradeOfGsd2(interval.gsd2),
          },
  }
}
