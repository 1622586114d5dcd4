import { ExactSum } from '#shared/quantities/ExactSum.ts'
import { MEMO_COMPONENT, OTHER_GWP_COMPONENTS, PARTIAL_COMPONENTS } from '#formulas/emissions/emissionComponents.ts'
import { isoCategoryOf } from '#shared/emissions/isoCategories.ts'
import type { SiteShare } from '../boundary/siteShares.ts'
import type { FrozenRecords, FrozenTable } from './FrozenCycle.ts'
import { TOTAL_AXES, type ResultRecord, type RowRecord, type TotalRecord } from './packRecords.ts'
import { frozenShares } from './frozenShares.ts'
import { Scope2Sums } from './Scope2Sums.ts'

type Axis = (typeof TOTAL_AXES)[number]

const OTHER_GWP: ReadonlySet<string> = new Set(OTHER_GWP_COMPONENTS)
const PARTIAL: ReadonlySet<string> = new Set(PARTIAL_COMPONENTS)

/**
 * The totals of a run along every axis, each added row by row, of each row the part of its site that counts. Rows come table by table in the order of the run and by id
 * within a table: then the same rows give the same bits.
 */
export class RunTotals {
  readonly #sums = new Map<string, Sum>()
  readonly #scope2: Scope2Sums
  readonly #share: SiteShare

  constructor(frozen: FrozenRecords) {
    this.#scope2 = new Scope2Sums(frozen)
    this.#share = frozenShares(frozen)
    this.#sum('total', null)
  }

  add(table: FrozenTable, rows: readonly RowRecord[], results: readonly ResultRecord[]): void {
    const isScope2 = table.scope === 2 && this.#scope2.begin(table)
    for (const [index, result] of results.entries()) {
      const part = this.#share(result.site)
      for (const [axis, key] of placesOf(table, result)) {
        this.#sum(axis, key).add(times(result.co2e_kg, part), times(result.biogenic_co2_kg, part))
      }
      for (const [component, kg] of Object.entries(result.gases_kg ?? {})) {
        this.#sum(axisOf(component), component).add(kg * part, null)
      }
      if (isScope2) {
        this.#scope2.add(rows[index]!, result)
      }
    }
  }

  /** In the order of the axes, and by key. */
  records(): TotalRecord[] {
    const records = [...this.#sums.values()].map((sum) => sum.record())
    const marketBased = this.#scope2.marketBasedKg()
    const contract: TotalRecord = {
      axis: 'market_based',
      key: null,
      co2e_kg: marketBased,
      biogenic_co2_kg: null,
      rows: this.#scope2.rows,
    }
    return [...records, contract].toSorted(
      (a, b) => TOTAL_AXES.indexOf(a.axis) - TOTAL_AXES.indexOf(b.axis) || compare(a.key, b.key),
    )
  }

  #sum(axis: Axis, key: string | null): Sum {
    const name = `${axis} ${key}`
    const known = this.#sums.get(name) ?? new Sum(axis, key)
    this.#sums.set(name, known)
    return known
  }
}

function axisOf(component: string): Axis {
  if (component === MEMO_COMPONENT) {
    return 'memo'
  }
  return OTHER_GWP.has(component) ? 'other_gwp' : PARTIAL.has(component) ? 'partial' : 'gas'
}

function placesOf(table: FrozenTable, { site, month }: ResultRecord): [Axis, string | null][] {
  const { id, module_id: moduleId, scope, s3Category, iso } = table
  const category: [Axis, string][] = s3Category === null ? [] : [['category', String(s3Category)]]
  const isoCategory: [Axis, string][] = iso === null ? [] : [['iso_category', String(isoCategoryOf(iso))]]
  return [
    ['total', null],
    ['scope', String(scope)],
    ...category,
    ...isoCategory,
    ['module', moduleId],
    ['table', id],
    ['site', site],
    ['month', month],
  ]
}

class Sum {
  readonly #axis: Axis
  readonly #key: string | null
  readonly #co2e = new ExactSum()
  readonly #biogenic = new ExactSum()
  #rows = 0
  #known = 0
  #knownBiogenic = 0

  constructor(axis: Axis, key: string | null) {
    this.#axis = axis
    this.#key = key
  }

  add(co2eKg: number | null, biogenicKg: number | null): void {
    this.#rows++
    if (co2eKg !== null) {
      this.#known++
      this.#co2e.add(co2eKg)
    }
    if (biogenicKg !== null) {
      this.#knownBiogenic++
      this.#biogenic.add(biogenicKg)
    }
  }

  record(): TotalRecord {
    return {
      axis: this.#axis,
      key: this.#key,
      co2e_kg: this.#known === 0 ? null : this.#co2e.value,
      biogenic_co2_kg: this.#knownBiogenic === 0 ? null : this.#biogenic.value,
      rows: this.#rows,
    }
  }
}

const times = (kg: number | null, part: number): number | null => (kg === null ? null : kg * part)

/** No key comes last. */
function compare(a: string | null, b: string | null): number {
  if (a === b) {
    return 0
  }
  return a === null || (b !== null && a > b) ? 1 : -1
}
