import type { Knex } from 'knex'
import { monthsOfCycle } from '#shared/cycles/monthShift.ts'
import { NO_PLACE } from '#shared/reports/fill/amountRows.ts'
import type { IntensityFact, ReportFacts, TargetFact, UncertaintyFact } from '#shared/reports/reportFacts.ts'
import { type AmountKey, amountOf, meanOf, type YearFigures } from '#shared/reports/yearFigures.ts'
import type { ScopeFigure } from '#shared/api/scopeFigure.ts'
import type { UncertaintyFigures } from '#shared/api/uncertainty.ts'
import { baseYearEvents } from '../baseYear/baseYearEvents.ts'
import { baseYearOf } from '../baseYear/baseYearOf.ts'
import { cycleBoundary } from '../boundary/cycleBoundary.ts'
import { boundaryOf, sharesOf } from '../boundary/siteShares.ts'
import { declarationsOf } from '../declarations/declarationsOf.ts'
import { cycleEmissions } from '../emissions/cycleEmissions.ts'
import { loadInventory } from '../emissions/inventory.ts'
import { loadGwpTable } from '../emissions/sheetSchema.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { DenominatorValues } from '../intensity/denominatorValues.ts'
import { intensityOf } from '../intensity/intensityOf.ts'
import type { Cycle } from '../models/Cycle.ts'
import { Denominator } from '../models/Denominator.ts'
import { Project } from '../models/Project.ts'
import type { Identity } from '../policies/Identity.ts'
import { projectTargets } from '../reductionTargets/projectTargets.ts'
import { cycleUncertainty } from '../uncertainty/cycleUncertainty.ts'
import { energyUsed } from './energyUsed.ts'
import { factorSetsInUse } from './factorSetsInUse.ts'
import { instrumentsInUse } from './instrumentsInUse.ts'
import { type ReadYear, readYear } from './readYear.ts'
import { cyclesIn, type ReportedCycles } from './reportedCycles.ts'

/**
 * Everything that reports can say of a cycle, as far as a person may know it, as of the moment of the transaction. The rows of the
 * cycles are projected already.
 */
export async function readReportFacts(
  trx: Knex.Transaction,
  identity: Identity,
  cycles: ReportedCycles,
): Promise<ReportFacts> {
  const { current: cycle, previous, base } = cycles
  const years = new Map<string, ReadYear>()
  for (const one of cyclesIn(cycles)) {
    years.set(one.id, await readYear(trx, identity, one))
  }
  const figuresOf = ({ id }: Cycle): YearFigures => years.get(id)!.figures
  const now = years.get(cycle.id)!
  const { readable, seal } = now
  const inventory = await loadInventory(trx, cycle.id, readable)
  const emissions = now.emissions ?? (await cycleEmissions(trx, cycle.id, { readable }))
  if (inventory === null || emissions === null) {
    throw new NotFoundError('cycle')
  }
  const hidesSome = readable.hiddenScopes.size > 0
  const boundary = await boundaryOf(trx, cycle.id)
  const share = sharesOf(boundary)
  const gwp = await loadGwpTable(trx, cycle.gwpSet)
  const project = await Project.query(trx).findById(cycle.projectId)
  const tenant: { name: string } | undefined = await trx('tenants').where({ id: identity.tenantId }).first('name')
  const previousFigures = previous === null ? null : figuresOf(previous)
  return {
    organisation: tenant?.name ?? '',
    project: project?.name ?? '',
    cycle: {
      id: cycle.id,
      name: cycle.name,
      startsOn: cycle.startsOn,
      endsOn: cycle.endsOn,
      status: cycle.status,
      version: cycle.version,
      gwpSet: cycle.gwpSet,
      factorYear: cycle.factorYear,
      restatement: cycle.restatement?.reason ?? null,
    },
    current: now.figures,
    previous: previousFigures,
    base: await baseFacts(trx, identity, { cycle, years: base.map(figuresOf) }),
    seal:
      seal === null
        ? null
        : { sealHash: seal.sealHash, rootHash: seal.rootHash, sealedAt: seal.sealedAt.toISOString() },
    consolidation: boundary.consolidation,
    sites: [...new Set([...boundary.controls.keys(), ...placesIn(now.figures, 'site:')])]
      .flatMap((id) => {
        const name = inventory.siteNames.get(id)
        return name === undefined ? [] : [{ id, name, share: share(id), isStated: boundary.controls.has(id) }]
      })
      .toSorted((a, b) => a.name.localeCompare(b.name)),
    modules: now.modules,
    months: monthsOfCycle(cycle.startsOn, cycle.endsOn),
    declarations: (await declarationsOf(trx, cycle.id)).map(({ scope, s3_category: category, name, declaration }) => ({
      scope,
      category,
      name,
      state: declaration.state,
      reason: declaration.reason,
      estimatedPercent: declaration.estimated_percent,
    })),
    primaryShares: new Map(emissions.by_category.map((one) => [one.s3_category, one.primary_share])),
    uncertainty: await intervals(trx, identity, { now, inventory }),
    intensities: await intensityFacts(trx, { cycle, previous, figures: now.figures, previousFigures }),
    targets: await targetFacts(trx, identity, cycle),
    factorSets: await factorSetsInUse(trx, identity, cycle, readable.tableIds),
    otherGwp: hidesSome ? [] : emissions.other_gwp.map(({ gwp_set: gwpSet, co2e_kg: kg }) => ({ gwpSet, kg })),
    partial: hidesSome ? [] : emissions.partial.map(({ gases, co2e_kg: kg }) => ({ gases, kg })),
    gwpOfGas: singleGases(gwp),
    incompleteRows: hidesSome ? null : emissions.incomplete_rows,
    energy: await energyFacts(trx, identity, { cycle, previous }),
    instruments: readable.seesScope2 ? await instrumentsInUse(trx, cycle, share) : null,
    groups: hidesSome
      ? null
      : (await cycleBoundary(trx, identity, cycle)).esrs.map(({ group, by_scope: byScope }) => ({
          group,
          byScope: byScope.map(({ scope, co2e_kg: kg }) => ({ scope, kg })),
        })),
  }
}

const placesIn = ({ amounts }: YearFigures, axis: 'site:'): string[] =>
  [...amounts.keys()].flatMap((key) =>
    key.startsWith(axis) && key !== `${axis}${NO_PLACE}` ? [key.slice(axis.length)] : [],
  )

async function baseFacts(
  trx: Knex.Transaction,
  identity: Identity,
  { cycle: { projectId }, years }: { cycle: Cycle; years: readonly YearFigures[] },
): Promise<ReportFacts['base']> {
  const base = await baseYearOf(trx, projectId)
  if (base === null || years.length === 0) {
    return null
  }
  const { scopes, basis, policy, thresholdPercent } = base
  const byScope = scopes.map((scope) =>
    meanOf(years, scope === 2 ? `scope:2:${basis}` : scope === 1 ? 'scope:1' : 'scope:3'),
  )
  const known = byScope.flatMap(({ kg }) => kg ?? [])
  const baseKg = known.length < scopes.length ? null : known.reduce((sum, kg) => sum + kg, 0)
  const events = await baseYearEvents(trx, identity, { projectId, base, baseKg })
  return {
    years,
    scopes,
    basis,
    policy,
    thresholdPercent,
    events: events.map(({ happened_on: happenedOn, description, percent, decision }) => ({
      happenedOn,
      description,
      percent,
      decision: decision?.decision ?? null,
    })),
  }
}

/** GWP of gases of which there is one, or whose kinds share it. Groups such as HFCs have none. */
function singleGases(gwp: Readonly<Record<string, number>>): Map<string, number> {
  const found = new Map<string, number>()
  for (const gas of ['CO2', 'N2O', 'SF6', 'NF3'] as const) {
    const own = gwp[gas]
    if (own !== undefined) {
      found.set(gas, own)
    }
  }
  const methane = new Set(
    Object.entries(gwp).flatMap(([species, own]) => (species === 'CH4' || species.startsWith('CH4_') ? [own] : [])),
  )
  const [only] = methane
  if (methane.size === 1 && only !== undefined) {
    found.set('CH4', only)
  }
  return found
}

async function intervals(
  trx: Knex.Transaction,
  identity: Identity,
  { now, inventory }: { now: ReadYear; inventory: NonNullable<Awaited<ReturnType<typeof loadInventory>>> },
): Promise<Map<AmountKey, UncertaintyFact>> {
  const { seesScope2 } = now.readable
  const about = { cycle: now.cycle, inventory, method: 'lognormal', seesScope2 } as const
  const { total, by_scope: byScope, scope12, market_based: market } = await cycleUncertainty(trx, identity, about)
  const found = new Map<AmountKey, UncertaintyFact>()
  const keep = (key: AmountKey, figures: UncertaintyFigures | undefined): void => {
    if (figures !== undefined && figures.interval !== null) {
      const { low_kg: lowKg, high_kg: highKg } = figures.interval
      found.set(key, { lowKg, highKg, assessedPercent: figures.assessed_percent })
    }
  }
  keep('scope:1', byScope[0])
  keep('scope:2:location', byScope[1])
  keep('scope:3', byScope[2])
  keep('scopes_1_2:location', scope12)
  keep('total:location', total)
  keep('scope:2:market', market?.scope2)
  keep('scopes_1_2:market', market?.scope12)
  keep('total:market', market?.total)
  return found
}

async function intensityFacts(
  trx: Knex.Transaction,
  years: { cycle: Cycle; previous: Cycle | null; figures: YearFigures; previousFigures: YearFigures | null },
): Promise<IntensityFact[]> {
  const { cycle, previous, figures, previousFigures } = years
  const denominators = await Denominator.query(trx)
    .where({ project_id: cycle.projectId })
    .whereNull('deleted_at')
    .orderBy(['name', 'id'])
  const values = await DenominatorValues.load(
    trx,
    denominators.map(({ id }) => id),
  )
  return denominators.map(({ id, name, kind, unit }) => {
    const value = values.of(id, cycle)
    const before = previous === null ? null : values.of(id, previous)
    const over = (key: AmountKey): IntensityFact['by']['total:market'] => {
      const { intensity_kg: kgPerUnit, reason } = intensityOf(scopeFigure(figures, key), value?.value ?? null)
      const earlier =
        previousFigures === null ? null : intensityOf(scopeFigure(previousFigures, key), before?.value ?? null)
      return { kgPerUnit, reason, previousKgPerUnit: earlier?.intensity_kg ?? null }
    }
    return {
      name,
      kind,
      unit,
      value: value?.value ?? null,
      source: value?.source ?? '',
      by: {
        'scopes_1_2:location': over('scopes_1_2:location'),
        'scopes_1_2:market': over('scopes_1_2:market'),
        'total:location': over('total:location'),
        'total:market': over('total:market'),
      },
    }
  })
}

function scopeFigure(figures: YearFigures, key: AmountKey): ScopeFigure {
  const { kg, why } = amountOf(figures, key)
  return { co2e_kg: kg, is_hidden: why === 'hidden', incomplete_rows: null }
}

async function targetFacts(trx: Knex.Transaction, identity: Identity, cycle: Cycle): Promise<TargetFact[]> {
  return (await projectTargets(trx, identity, cycle.projectId)).map((target) => ({
    name: target.name,
    scopes: target.scopes,
    basis: target.basis,
    kind: target.kind,
    baseYear: target.base_cycle.year,
    targetYear: target.target_year,
    reductionPercent: target.reduction_percent,
    annualPercent: target.annual_percent,
    base: target.base,
    target: target.target,
    actual: target.progress.find(({ id }) => id === cycle.id)?.actual ?? null,
    unit: target.denominator === null ? 'tCO₂e' : `tCO₂e/${target.denominator.unit}`,
  }))
}

async function energyFacts(
  trx: Knex.Transaction,
  identity: Identity,
  { cycle, previous }: { cycle: Cycle; previous: Cycle | null },
): Promise<ReportFacts['energy']> {
  const now = await energyUsed(trx, identity, cycle)
  const before = previous === null ? null : await energyUsed(trx, identity, previous)
  return now === null ? null : [...now].map(([id, fact]) => ({ ...fact, previousMwh: before?.get(id)?.mwh ?? null }))
}
