import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import { GWP_SETS, type GwpSet, type GwpTable } from '#shared/emissions/gas.ts'
import { normaliseFactors } from '#shared/emissions/normaliseFactors.ts'
import type { FactorSource, PublishedFactor } from '#shared/emissions/publishedFactor.ts'
import { DERIVATIONS } from './derivations.ts'
import { ENERGY_AND_GASES } from './energyAndGases.ts'
import type { PublishedSheet } from './PublishedSheet.ts'
import { VALUE_CHAIN } from './valueChain.ts'

/** An example as published, with what it gives. */
export interface PublishedExample {
  id: string
  title: string
  source: { doc: string; where: string }
  usableAsTest: boolean
  outputs: Record<string, { expected: number; unit: string; relTol: number }>
}

export const PUBLISHED_SHEETS: readonly PublishedSheet[] = [...ENERGY_AND_GASES, ...VALUE_CHAIN, ...DERIVATIONS]

/** The bundled factors that can be used, by id, and GWPs, from the text of seeds/data/emission-factors.json. */
export function bundledLibrary(text: string): {
  factors: ReadonlyMap<string, EmissionFactor>
  gwp: ReadonlyMap<GwpSet, GwpTable>
} {
  const data: {
    factors: PublishedFactor[]
    sources: Record<string, FactorSource>
    gwp: ({ species: string } & Partial<Record<GwpSet, number>>)[]
  } = JSON.parse(text)
  return {
    factors: new Map(
      [...normaliseFactors(data.factors, data.sources)].flatMap(([id, { factor }]) => (factor ? [[id, factor]] : [])),
    ),
    gwp: new Map(
      GWP_SETS.map((set) => [
        set,
        Object.fromEntries(data.gwp.flatMap((gas) => (gas[set] === undefined ? [] : [[gas.species, gas[set]]]))),
      ]),
    ),
  }
}
