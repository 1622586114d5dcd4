import type { Knex } from 'knex'
import type { ReductionTargetReply, TargetProgress } from '#shared/api/reductionTargets.ts'
import { sbtiAdvice } from '#shared/targets/sbtiAdvice.ts'
import { annualPercent, pathIn, type TargetLine } from '#shared/targets/targetPath.ts'
import { originalOf, presentYear, yearOf, yearSeries, type YearOfSeries } from '../emissions/yearSeries.ts'
import { DenominatorValues } from '../intensity/denominatorValues.ts'
import { changePercent, intensityOf } from '../intensity/intensityOf.ts'
import { Denominator } from '../models/Denominator.ts'
import { ReductionTarget } from '../models/ReductionTarget.ts'
import type { Identity } from '../policies/Identity.ts'

/** The targets of a project with their paths and what came of them, in one basis each, as far as the person may read it. */
export async function projectTargets(
  trx: Knex.Transaction,
  identity: Identity,
  projectId: string,
): Promise<ReductionTargetReply[]> {
  const targets = await ReductionTarget.query(trx)
    .where({ project_id: projectId })
    .whereNull('deleted_at')
    .orderBy(['target_year', 'name', 'id'])
  if (targets.length === 0) {
    return []
  }
  const years = await yearSeries(trx, identity, projectId)
  const ids = targets.flatMap(({ denominatorId }) => denominatorId ?? [])
  const denominators = new Map((await Denominator.query(trx).whereIn('id', ids)).map((one) => [one.id, one]))
  const values = await DenominatorValues.load(trx, ids)
  return targets.flatMap((target) => {
    const base = years.find(({ cycle }) => originalOf(cycle) === target.baseCycleId)
    const denominator = denominators.get(target.denominatorId ?? '') ?? null
    return base === undefined ? [] : [present(target, { base, years, denominator, values })]
  })
}

interface Measured {
  base: YearOfSeries
  years: readonly YearOfSeries[]
  denominator: Denominator | null
  values: DenominatorValues
}

function present(target: ReductionTarget, { base, years, denominator, values }: Measured): ReductionTargetReply {
  const { scopes, basis, kind, targetYear, reductionPercent } = target
  const line: TargetLine = { baseYear: yearOf(base.cycle), targetYear, reductionPercent }
  const measure = ({ cycle, figure }: YearOfSeries): number | null =>
    denominator === null
      ? figure(scopes, basis).co2e_kg
      : intensityOf(figure(scopes, basis), values.of(denominator.id, cycle)?.value ?? null).intensity_kg
  const start = measure(base)
  const progressOf = (year: YearOfSeries): TargetProgress => {
    const actual = measure(year)
    const path = start === null ? null : pathIn(yearOf(year.cycle), start, line)
    const { incomplete_rows } = year.figure(scopes, basis)
    return { ...presentYear(year.cycle), actual, path, gap_percent: changePercent(path, actual), incomplete_rows }
  }
  return {
    id: target.id,
    name: target.name,
    description: target.description,
    scopes,
    basis,
    kind,
    denominator: denominator && { id: denominator.id, name: denominator.name, unit: denominator.unit },
    base_cycle: presentYear(base.cycle),
    base_emissions: base.figure(scopes, basis),
    target_year: targetYear,
    reduction_percent: reductionPercent,
    annual_percent: annualPercent(line) ?? 0,
    base: start,
    target: start === null ? null : pathIn(targetYear, start, line),
    advice: sbtiAdvice({ ...line, scopes, kind, setIn: target.createdAt.getUTCFullYear() }),
    progress: years.filter(({ cycle }) => cycle.startsOn >= base.cycle.startsOn).map(progressOf),
  }
}
