import type { DeclaredState } from '../boundary/declaration.ts'
import type { Consolidation, EsrsGroup } from '../boundary/consolidation.ts'
import type { CycleStatus } from '../api/cycles.ts'
import type { DenominatorKind, NoIntensity } from '../api/intensities.ts'
import type { ScopeBasis } from '../api/scopeFigure.ts'
import type { AmountKey, YearFigures } from './yearFigures.ts'

type ScopeNumber = 1 | 2 | 3

/** What is said of a source that is not in the totals. */
export interface DeclaredFact {
  scope: ScopeNumber
  category: number | null
  /** Empty: the whole category. */
  name: string
  state: DeclaredState
  reason: string
  /** Of the whole inventory; null: not estimated. */
  estimatedPercent: number | null
}

/** Emissions over a denominator, of this cycle and the one before. Kilograms of CO2e per `unit`; null: `reason` says why. */
export interface IntensityFact {
  name: string
  kind: DenominatorKind
  unit: string
  /** Of the denominator; null: not entered. */
  value: number | null
  source: string
  by: Readonly<Record<`${'scopes_1_2' | 'total'}:${ScopeBasis}`, IntensityFigures>>
}

export interface IntensityFigures {
  kgPerUnit: number | null
  reason: NoIntensity | null
  /** Of the cycle before; null: there is none, or it is not known. */
  previousKgPerUnit: number | null
}

/** Everything that a report can say of a cycle, as far as its reader may know it. Templates only choose from it. */
export interface ReportFacts {
  organisation: string
  project: string
  cycle: {
    id: string
    name: string
    startsOn: string
    endsOn: string
    status: CycleStatus
    version: number
    gwpSet: string
    factorYear: number
    /** Why this version was made; null: it is the first. */
    restatement: string | null
  }
  current: YearFigures
  /** Of the cycle before it in its latest version; null: there is none. */
  previous: YearFigures | null
  /** Null: none was chosen. */
  base: {
    years: readonly YearFigures[]
    scopes: readonly ScopeNumber[]
    basis: ScopeBasis
    thresholdPercent: number
    policy: string
    events: readonly BaseYearFact[]
  } | null
  seal: { sealHash: string; rootHash: string; sealedAt: string } | null
  consolidation: Consolidation | null
  sites: readonly { id: string; name: string; share: number; isStated: boolean }[]
  modules: readonly { id: string; name: string; scope: ScopeNumber; category: number | null }[]
  months: readonly string[]
  declarations: readonly DeclaredFact[]
  /** By category, from 0 to 1; null: not told. */
  primaryShares: ReadonlyMap<number, number | null>
  /** 95 % intervals of what is assessed; what is not in it is not assessed. */
  uncertainty: ReadonlyMap<AmountKey, UncertaintyFact>
  intensities: readonly IntensityFact[]
  targets: readonly TargetFact[]
  /** Publications that the factors in use are from. */
  factorSets: readonly FactorSetFact[]
  /** CO2e that rests on another GWP set, in kilograms; null where the publisher states none. */
  otherGwp: readonly { gwpSet: string | null; kg: number }[]
  /** CO2e of factors that lack these gases, in kilograms. */
  partial: readonly { gases: readonly string[]; kg: number }[]
  /** GWP of what is one gas, by gas; gases that are several have none. */
  gwpOfGas: ReadonlyMap<string, number>
  /** Rows of which something is missing; null: not the reader’s to know. */
  incompleteRows: number | null
  /** Megawatt-hours; null: something of it is hidden from the reader. */
  energy: readonly EnergyFact[] | null
  /** Of scope 2 by what covers it; null: hidden. */
  instruments: readonly { source: string; mwh: number; kg: number | null }[] | null
  /** ESRS E1 paragraph 50; null: hidden. Each site whole. */
  groups: readonly { group: EsrsGroup; byScope: readonly { scope: ScopeNumber; kg: number | null }[] }[] | null
}

export interface BaseYearFact {
  happenedOn: string
  description: string
  percent: number | null
  decision: 'recalculated' | 'not_needed' | null
}

export interface UncertaintyFact {
  lowKg: number
  highKg: number
  assessedPercent: number | null
}

export interface TargetFact {
  name: string
  scopes: readonly ScopeNumber[]
  basis: ScopeBasis
  kind: 'absolute' | 'intensity'
  baseYear: number
  targetYear: number
  reductionPercent: number
  annualPercent: number
  /** Kilograms, or per unit of the denominator; null: not known, or hidden. */
  base: number | null
  target: number | null
  /** Of this cycle. */
  actual: number | null
  unit: string
}

export interface FactorSetFact {
  publisher: string
  title: string
  edition: string
  factors: number
}

/** Energy that a module consumed in its scope; null: its tables do not have it in one column of energy. */
export interface EnergyFact {
  scope: ScopeNumber
  module: string
  mwh: number | null
  previousMwh: number | null
}
