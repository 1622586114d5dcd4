import { ExactSum } from '#shared/quantities/ExactSum.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import { type AllocationBasis, namedAllocation } from '../scope2/allocationsOf.ts'
import { addEnergy, type ConsumedEnergy, type EnergySum } from '../scope2/consumedEnergy.ts'
import { coveredScope2, marketBasedKg } from '../scope2/cycleScope2.ts'
import { type EnergyColumns, energyColumns } from '../scope2/energyColumns.ts'
import type { FrozenRecords, FrozenTable } from './FrozenCycle.ts'
import { frozenShares } from './frozenShares.ts'
import type { ResultRecord, RowRecord } from './packRecords.ts'

interface Group {
  site: string | null
  month: string | null
  grid: string | null
  energy: ExactSum | null
  co2eKg: ExactSum | null
}

interface TableSums {
  columns: EnergyColumns | null
  groups: Map<string, Group>
}

/** Scope 2 by contract, from rows alone: what `cycleScope2` asks the database for is added up here. */
export class Scope2Sums {
  readonly #frozen: FrozenRecords
  readonly #tables = new Map<string, TableSums>()
  #current: TableSums | null = null
  /** Rows that were added. */
  rows = 0

  constructor(frozen: FrozenRecords) {
    this.#frozen = frozen
  }

  /** What is added next is of this table. False: it has no result that counts. */
  begin(table: FrozenTable): boolean {
    if (!table.fields.some(({ role }) => role === 'emissions')) {
      return false
    }
    this.#current = this.#tables.get(table.id) ?? { columns: energyColumns(table.fields), groups: new Map() }
    this.#tables.set(table.id, this.#current)
    return true
  }

  add({ values }: RowRecord, { site, month, co2e_kg: co2eKg }: ResultRecord): void {
    const { columns, groups } = this.#current!
    this.rows++
    const cell = columns === null ? null : (values[String(columns.ordinal)] ?? null)
    const energy = typeof cell === 'number' ? cell : null
    if (energy === null && co2eKg === null) {
      return
    }
    const named = columns?.grid ? (values[String(columns.grid.ordinal)] ?? null) : null
    const grid = typeof named === 'string' ? named : null
    const key = JSON.stringify([site, month, grid, energy === null, co2eKg === null])
    const group = groups.get(key) ?? {
      site,
      month,
      grid,
      energy: energy === null ? null : new ExactSum(),
      co2eKg: co2eKg === null ? null : new ExactSum(),
    }
    groups.set(key, group)
    group.energy?.add(energy ?? 0)
    group.co2eKg?.add(co2eKg ?? 0)
  }

  /** Kilograms of CO2e; null where nothing of it is known. */
  marketBasedKg(): number | null {
    const { cycle, instruments, allocations } = this.#frozen
    const basis: AllocationBasis = {
      gwp: Object.fromEntries(this.#frozen.gwp.map(({ species, gwp }) => [species, gwp])),
      gwpSet: cycle.gwp_set,
      firstMonth: cycle.starts_on.slice(0, 7),
      lastMonth: cycle.ends_on.slice(0, 7),
    }
    const byId = new Map(instruments.map((instrument) => [instrument.id, instrument]))
    const named = allocations.flatMap((allocation) => {
      const instrument = byId.get(allocation.instrument_id)
      return instrument === undefined ? [] : [namedAllocation({ ...instrument, ...allocation }, basis)]
    })
    const covered = coveredScope2(basis, named, this.#consumed(basis))
    return marketBasedKg(covered, { tableIds: new Set(this.#tables.keys()) }, frozenShares(this.#frozen))
  }

  #consumed(basis: AllocationBasis): ConsumedEnergy {
    const consumed: ConsumedEnergy = { consumption: [], others: [] }
    const factors = new Map(this.#frozen.factors.map((factor) => [factor.id, factor]))
    for (const tableId of [...this.#tables.keys()].toSorted()) {
      const { columns, groups } = this.#tables.get(tableId)!
      for (const key of [...groups.keys()].toSorted()) {
        const { energy, co2eKg, ...place } = groups.get(key)!
        const sum: EnergySum = { ...place, energy: energy?.value ?? null, co2e_kg: co2eKg?.value ?? null }
        addEnergy(consumed, { tableId, sum, columns, factor: this.#gridFactor(columns, place.grid, factors), basis })
      }
    }
    return consumed
  }

  #gridFactor(
    columns: EnergyColumns | null,
    grid: string | null,
    factors: ReadonlyMap<string, EmissionFactor>,
  ): EmissionFactor | undefined {
    const field = columns?.grid
    if (!field || grid === null) {
      return undefined
    }
    const option = field.options.find(({ id }) => id === grid)
    return factors.get((field.type === 'factor' ? grid : option?.factors?.[this.#frozen.cycle.factor_year]) ?? '')
  }
}
