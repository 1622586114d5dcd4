import type { EmissionFactor, FactorMemo } from '#shared/emissions/emissionFactor.ts'
import type { GwpSet, GwpTable } from '#shared/emissions/gas.ts'
import type { ComponentShares } from '#formulas/check/Step.ts'
import { type KilogramsCo2e, quantity } from '#shared/quantities/quantity.ts'
import {
  componentOf,
  type EmissionComponent,
  MEMO_COMPONENT,
  type OtherGwpComponent,
  PARTIAL_COMPONENTS,
  type PartialComponent,
  type SideComponent,
} from './emissionComponents.ts'
import { gwpOf } from './gwpOf.ts'

/** What one unit of activity emits. */
export interface FactorEmissions {
  /** Kilograms of CO2e in the scopes, per unit of the factor. */
  co2eKg: KilogramsCo2e
  /** The same by component, and beside it biogenic CO2 in kilograms and what of it `SideComponent` says. */
  components: ComponentShares
}

/**
 * CO2e of a factor: sum of gas masses times GWP, and what was published only as CO2e (GHG Protocol Corporate Standard,
 * chapter 6). Null when nothing in the scopes was published, or the set lacks the GWP of one of its gases.
 */
export function emissionsOfFactor(factor: EmissionFactor, gwp: GwpTable, set: GwpSet): FactorEmissions | null {
  const gases = gasesOf(factor)
  if (gases.length === 0 && factor.co2eOnlyKg === null) {
    return null
  }
  const components = noEmissions()
  let co2eKg = 0
  for (const [species, mass] of gases) {
    if (factor.memo !== undefined && Object.hasOwn(factor.memo.gasesKg, species)) {
      continue
    }
    const potential = gwpOf(species, gwp, set)
    if (potential === null) {
      return null
    }
    components[componentOf(species)] += mass * potential
    co2eKg += mass * potential
  }
  const statedKg = (factor.memo === undefined ? factor.co2eOnlyKg : factor.memo.insideKg) ?? 0
  components.other += statedKg
  components.biogenicCO2 = factor.biogenicCo2Kg ?? 0
  const otherGwp = otherGwpOf(factor, set)
  if (otherGwp !== null) {
    components[otherGwp] = statedKg
  }
  const partial = partialOf(factor)
  if (partial !== null) {
    components[partial] = co2eKg
  }
  if (factor.memo !== undefined) {
    const memoKg = memoOf(factor.memo, gwp, set)
    if (memoKg === null) {
      return null
    }
    components[MEMO_COMPONENT] = memoKg
  }
  return { co2eKg: quantity(co2eKg + statedKg, 'kgCO2e'), components }
}

/** Kilograms of CO2e outside the scopes; null when the set lacks a GWP and nothing else was published. */
function memoOf({ gasesKg, co2eKg }: FactorMemo, gwp: GwpTable, set: GwpSet): number | null {
  let sum = 0
  for (const [species, mass] of gasesOf({ gasesKg })) {
    const potential = gwpOf(species, gwp, set)
    if (potential === null) {
      return co2eKg
    }
    sum += mass * potential
  }
  return Object.keys(gasesKg).length === 0 ? co2eKg : sum
}

/** In one order: stores and files keep the gases of a factor in an order of their own, and a sum may differ by it in its last bit. */
function gasesOf({ gasesKg }: Pick<EmissionFactor, 'gasesKg'>): [species: string, mass: number][] {
  return Object.entries(gasesKg).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** Under which other GWP set a factor was published as CO2e that cannot be re-based; null when a total of `set` is pure. */
export function otherGwpOf(factor: EmissionFactor, set: GwpSet): OtherGwpComponent | null {
  const statedKg = factor.memo === undefined ? factor.co2eOnlyKg : factor.memo.insideKg
  const isOther = statedKg !== null && statedKg !== 0 && factor.co2eOnlyGwp !== set
  return isOther ? `CO2e-${factor.co2eOnlyGwp ?? 'unstated'}` : null
}

/** As which component what is computed with a factor is partial; null when it lacks no gas. */
export function partialOf({ lacks = [] }: EmissionFactor): PartialComponent | null {
  return PARTIAL_COMPONENTS.find((component) => component === `partial-${lacks.join('-')}`) ?? null
}

/** Kilograms of one gas per unit of a factor; null when not published. Methane of both origins is one gas. */
export function gasMass(factor: EmissionFactor, family: string): number | null {
  if (family === 'biogenicCO2') {
    return factor.biogenicCo2Kg
  }
  const masses = gasesOf(factor).filter(
    ([species]) => species === family || (family === 'CH4' && species.startsWith('CH4')),
  )
  return masses.length === 0 ? null : masses.reduce((sum, [, mass]) => sum + mass, 0)
}

/** A record with 0 in every component, for filling in. */
export function noEmissions(): Record<EmissionComponent, number> & Partial<Record<SideComponent, number>> {
  return { CO2: 0, CH4: 0, N2O: 0, HFC: 0, PFC: 0, SF6: 0, NF3: 0, other: 0, biogenicCO2: 0 }
}
