import type { CycleEmissions, EmissionFigures } from '#shared/api/emissions.ts'
import { ISO_CATEGORIES, isoCategoryOf } from '#shared/emissions/isoCategories.ts'
import { ExactSum } from '#shared/quantities/ExactSum.ts'
import type { Inventory, InventoryTable, ScopeNumber } from './inventory.ts'
import type { SiteShare } from '../boundary/siteShares.ts'
import type { RowSum } from './sumRows.ts'

const SCOPE_NUMBERS: readonly ScopeNumber[] = [1, 2, 3]

export interface EmissionGroups {
  total: EmissionFigures
  byScope: CycleEmissions['by_scope']
  byCategory: (EmissionFigures & { s3_category: number })[]
  byIso: CycleEmissions['by_iso_category']
  byModule: ReadonlyMap<string, EmissionFigures>
  byTable: ReadonlyMap<string, EmissionFigures>
  byMonth: CycleEmissions['by_month']
  bySite: CycleEmissions['by_site']
}

type PlacedSum = RowSum & { table: InventoryTable }

/**
 * The sums of the database, consolidated already, added up along every axis of the reply. Adding null to null stays null.
 * `share`: the part of a site that was counted.
 */
export function groupRows(sums: readonly RowSum[], inventory: Inventory, share: SiteShare): EmissionGroups {
  const tableById = new Map(inventory.tables.map((table) => [table.id, table]))
  const placed: PlacedSum[] = sums.flatMap((sum) => {
    const table = tableById.get(sum.tableId)
    return table === undefined ? [] : [{ ...sum, table }]
  })
  return {
    total: figuresOf(placed),
    byScope: SCOPE_NUMBERS.map((scope) => ({ ...figuresOf(placed.filter(isIn(scope))), scope })),
    byCategory: [...Map.groupBy(placed, (sum) => sum.table.category)]
      .flatMap(([category, group]) => (category === null ? [] : [{ ...figuresOf(group), s3_category: category }]))
      .toSorted((a, b) => a.s3_category - b.s3_category),
    byIso: ISO_CATEGORIES.map((category) => ({
      ...figuresOf(placed.filter(({ table }) => isoCategoryOf(table.iso) === category)),
      iso_category: category,
    })),
    byModule: figuresBy(placed, (sum) => sum.table.moduleId),
    byTable: figuresBy(placed, (sum) => sum.tableId),
    byMonth: [...Map.groupBy(placed, (sum) => sum.month)]
      .map(([month, group]) => ({ ...figuresOf(group), month, by_scope: amountsByScope(group) }))
      .toSorted((a, b) => compareNullLast(a.month, b.month)),
    bySite: [...Map.groupBy(placed, (sum) => sum.site)]
      .map(([site, group]) => ({
        ...figuresOf(group),
        site,
        name: site === null ? null : (inventory.siteNames.get(site) ?? site),
        share: share(site),
        by_scope: amountsByScope(group),
      }))
      .toSorted((a, b) => compareNullLast(a.name, b.name)),
  }
}

/** Figures of a group without rows: nothing is known, so the amounts are null. */
export function emptyFigures(): EmissionFigures {
  return figuresOf([])
}

function figuresBy(sums: readonly PlacedSum[], key: (sum: PlacedSum) => string): Map<string, EmissionFigures> {
  return new Map([...Map.groupBy(sums, key)].map(([group, members]) => [group, figuresOf(members)]))
}

function figuresOf(sums: readonly RowSum[]): EmissionFigures {
  const co2eKg = addKnown(sums.map((sum) => sum.co2eKg))
  const edits = sums.flatMap((sum) => (sum.lastEditAt === null ? [] : [sum.lastEditAt.getTime()]))
  return {
    co2e_kg: co2eKg,
    co2e_t: co2eKg === null ? null : co2eKg / 1_000,
    biogenic_co2_kg: addKnown(sums.map((sum) => sum.biogenicCo2Kg)),
    partial_kg: addAll(sums.map((sum) => sum.partialKg)),
    partial_rows: addAll(sums.map((sum) => sum.partialRows)),
    rows: addAll(sums.map((sum) => sum.rows)),
    incomplete_rows: addAll(sums.map((sum) => sum.incomplete)),
    errors: addAll(sums.map((sum) => sum.errors)),
    last_edit_at: edits.length === 0 ? null : new Date(Math.max(...edits)).toISOString(),
  }
}

function amountsByScope(sums: readonly PlacedSum[]): { scope: ScopeNumber; co2e_kg: number | null }[] {
  return SCOPE_NUMBERS.map((scope) => ({ scope, co2e_kg: addKnown(sums.filter(isIn(scope)).map((sum) => sum.co2eKg)) }))
}

function isIn(scope: ScopeNumber): (sum: PlacedSum) => boolean {
  return (sum) => sum.table.scope === scope
}

/** Null when none is known. */
export function addKnown(amounts: readonly (number | null)[]): number | null {
  const known = amounts.filter((amount) => amount !== null)
  return known.length === 0 ? null : addAll(known)
}

function addAll(numbers: readonly number[]): number {
  const sum = new ExactSum()
  numbers.forEach((number) => sum.add(number))
  return sum.value
}

function compareNullLast(a: string | null, b: string | null): number {
  if (a === b) {
    return 0
  }
  if (a === null || b === null) {
    return a === null ? 1 : -1
  }
  return a < b ? -1 : 1
}
