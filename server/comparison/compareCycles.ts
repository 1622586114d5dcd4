import type { Knex } from 'knex'
import type { CycleComparison } from '#shared/api/cycleComparison.ts'
import type { InventoryTable } from '../emissions/inventory.ts'
import type { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'
import type { ComparedResult } from './compareTable.ts'
import { comparisonBasis } from './comparisonBasis.ts'
import { EffectSums } from './EffectSums.ts'
import { RestatementBridge } from './RestatementBridge.ts'

const SCOPES = [1, 2, 3] as const

/**
 * How a cycle differs from another of its project and why, of the tables whose totals the person may read in both. The sums
 * of rows that both have are those of `cycleEmissions`.
 */
export async function compareCycles(
  trx: Knex.Transaction,
  identity: Identity,
  before: Cycle,
  after: Cycle,
): Promise<CycleComparison> {
  const basis = await comparisonBasis(trx, identity, before, after)
  const { inventory, tables, changed } = basis
  const sums = new GroupedSums()
  const rows = { matched: 0, added: 0, removed: 0 }
  const bridge = after.restates === before.id ? new RestatementBridge(after) : null
  for (const table of tables) {
    const compared = await basis.compare(table)
    compared.rows.forEach((row) => sums.add(table, row))
    compared.rows.forEach(({ effects }) => bridge?.add(effects))
    rows.matched += compared.matched
    rows.added += compared.added
    rows.removed += compared.removed
  }
  const ids = tables.map(({ id }) => id)
  return {
    before: await presentCompared(trx, before, ids),
    after: await presentCompared(trx, after, ids),
    rows,
    total: sums.total.change,
    by_scope: SCOPES.map((scope) => ({ ...sums.of('scope', scope).change, scope })),
    by_category: sums
      .keys('category')
      .toSorted((a, b) => a - b)
      .map((category) => ({ ...sums.of('category', category).change, s3_category: category })),
    by_module: inventory.modules
      .filter(({ id }) => tables.some(({ moduleId }) => moduleId === id))
      .map(({ id, name, scope }) => ({ ...sums.of('module', id).change, module_id: id, name, scope })),
    by_site: sums
      .keys('site')
      .map((site) => ({
        ...sums.of('site', site).change,
        site,
        name: site === null ? null : (inventory.siteNames.get(site) ?? site),
      }))
      .toSorted((a, b) => (a.name === null ? 1 : b.name === null ? -1 : a.name.localeCompare(b.name))),
    changed_tables: tables.filter(({ id }) => changed.has(id)).map(({ id, name }) => ({ table_id: id, name })),
    bridge: bridge?.steps ?? null,
  }
}

interface Groups {
  scope: number
  category: number
  module: string
  site: string | null
}

/** Sums along every axis of the reply. */
class GroupedSums {
  readonly total = new EffectSums()
  readonly #groups: { [Axis in keyof Groups]: Map<Groups[Axis], EffectSums> } = {
    scope: new Map(),
    category: new Map(),
    module: new Map(),
    site: new Map(),
  }

  add({ scope, category, moduleId }: InventoryTable, { site, before, after, effects }: ComparedResult): void {
    const groups = [this.total, this.of('scope', scope), this.of('module', moduleId), this.of('site', site)]
    for (const sums of category === null ? groups : [...groups, this.of('category', category)]) {
      sums.addBefore(before)
      sums.addAfter(after)
      effects.forEach((effect) => sums.addEffect(effect))
    }
  }

  of<Axis extends keyof Groups>(axis: Axis, key: Groups[Axis]): EffectSums {
    const groups = this.#groups[axis]
    const known = groups.get(key) ?? new EffectSums()
    groups.set(key, known)
    return known
  }

  keys<Axis extends keyof Groups>(axis: Axis): Groups[Axis][] {
    return [...this.#groups[axis].keys()]
  }
}

async function presentCompared(
  trx: Knex.Transaction,
  { id, name, startsOn, endsOn, gwpSet, factorYear }: Cycle,
  tableIds: readonly string[],
): Promise<CycleComparison['before']> {
  const { count }: { count: number } = await trx('rows')
    .whereIn('table_id', tableIds)
    .where({ cycle_id: id, deleted: false, incomplete: true })
    .first(trx.raw('count(*)::int AS count'))
  return {
    id,
    name,
    starts_on: startsOn,
    ends_on: endsOn,
    gwp_set: gwpSet,
    factor_year: factorYear,
    incomplete_rows: count,
  }
}
