import type { CycleScope2Reply, Scope2Line, Scope2Site } from '#shared/api/scope2.ts'
import { INSTRUMENT_TYPES } from '#shared/scope2/instrument.ts'
import type { Cycle } from '../models/Cycle.ts'
import type { SiteShare } from '../boundary/siteShares.ts'
import { type CycleScope2, sumKnown } from '../scope2/cycleScope2.ts'
import type { CoveredLine } from '../scope2/marketBased.ts'

type Place = CycleScope2['consumption'][number]

const ORDER = [...INSTRUMENT_TYPES, 'grid_average', 'unknown'] as const

/** `scope2`: null for who may not read all of it. `share`: the part of a site that counts in the totals; lines are whole. */
export function presentScope2(
  { id, status }: Cycle,
  scope2: CycleScope2 | null,
  siteNames: ReadonlyMap<string, string>,
  share: SiteShare,
): CycleScope2Reply {
  const { consumption = [], others = [], allocations = [], excess = new Map<string, number>() } = scope2 ?? {}
  const counted = (kg: number | null, site: string | null): number | null => (kg === null ? null : kg * share(site))
  const withoutEnergy = sumKnown(others.map(({ kg, site }) => counted(kg, site)))
  const lines = consumption.flatMap(({ site, lines: own }) => own.map(({ kg }) => counted(kg, site)))
  return {
    cycle_id: id,
    status,
    is_hidden: scope2 === null,
    location_based_kg: sumKnown([
      ...consumption.map(({ locationKg, site }) => counted(locationKg, site)),
      withoutEnergy,
    ]),
    market_based_kg: sumKnown([...lines, withoutEnergy]),
    sites: [...Map.groupBy(consumption, ({ site, carrier }) => JSON.stringify([site, carrier])).values()]
      .flatMap((places) =>
        scope2 === null ? [] : [{ ...presentSite(places, scope2, siteNames), share: share(places[0]?.site ?? null) }],
      )
      .toSorted((one, other) => (one.name ?? '\uffff').localeCompare(other.name ?? '\uffff', 'en')),
    without_energy_kg: withoutEnergy,
    excess: allocations.flatMap(({ id: allocationId, instrumentId, name, site }) => {
      const mwh = excess.get(allocationId)
      return mwh === undefined ? [] : [{ allocation_id: allocationId, instrument_id: instrumentId, name, mwh, site }]
    }),
  }
}

function presentSite(
  places: readonly Place[],
  scope2: CycleScope2,
  siteNames: ReadonlyMap<string, string>,
): Omit<Scope2Site, 'share'> {
  const { site = null, carrier = 'electricity' } = places[0] ?? {}
  const lines = [
    ...Map.groupBy(
      places.flatMap((place) => place.lines),
      keyOf,
    ).values(),
  ]
  return {
    site,
    name: site === null ? null : (siteNames.get(site) ?? site),
    carrier,
    markets: [...new Set(places.flatMap(({ geography }) => geography ?? []))].toSorted(),
    mwh: sumKnown(places.map(({ mwh }) => mwh)) ?? 0,
    location_based_kg: sumKnown(places.map(({ locationKg }) => locationKg)),
    market_based_kg: sumKnown(places.flatMap((place) => place.lines.map(({ kg }) => kg))),
    lines: lines
      .map((same) => presentLine(same, scope2))
      .toSorted((one, other) => ORDER.indexOf(one.source) - ORDER.indexOf(other.source)),
  }
}

/** Months of one site that are covered in the same way are one line. */
const keyOf = ({ source, allocation, fallbacks }: CoveredLine): string =>
  JSON.stringify([source, allocation?.instrumentId, fallbacks])

function presentLine(lines: readonly CoveredLine[], { allocations, basis }: CycleScope2): Scope2Line {
  const { source, allocation, fallbacks } = lines[0]!
  const named = allocations.find(({ id }) => id === allocation?.id)
  const rateGwp = named?.rateGwp ?? null
  return {
    source,
    instrument_id: allocation?.instrumentId ?? null,
    name: named?.name ?? null,
    mwh: sumKnown(lines.map(({ mwh }) => mwh)) ?? 0,
    co2e_kg: sumKnown(lines.map(({ kg }) => kg)),
    fallbacks: [...fallbacks],
    other_gwp: rateGwp === basis.gwpSet ? null : rateGwp,
  }
}
