import type { Knex } from 'knex'
import type { NewCustomFactorBody } from '#shared/api/customFactors.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { gwpSpecies } from '#shared/emissions/species.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { canonical } from './customFactorBody.ts'

const problem = (path: string, code: ProblemDetail['code'], message: string): ProblemDetail => ({ path, code, message })

/** Everything that is wrong with a custom factor, all at once. `series`: of one that is there already. */
export async function customFactorProblems(
  trx: Knex.Transaction,
  body: NewCustomFactorBody,
  series: string | null,
): Promise<ProblemDetail[]> {
  const species = new Set<string>(await trx('gwp_values').distinct().pluck('species'))
  return [
    ...(await nameProblems(trx, body, series)),
    ...unitProblems(body),
    ...gasProblems(body, species),
    ...amountProblems(body),
    ...sourceProblems(body),
  ]
}

/** Cells know factors by name and year when they are pasted, so two of a tenant do not share both, their place and their unit. */
async function nameProblems(
  trx: Knex.Transaction,
  body: NewCustomFactorBody,
  series: string | null,
): Promise<ProblemDetail[]> {
  const { name, unit, geography, data_year } = canonical(body)
  const namesake: unknown = await trx('custom_factors')
    .whereRaw('tenant_id = current_tenant() AND lower(name) = lower(?)', [name])
    .where({ unit, geography, data_year })
    .whereNot({ status: 'retired' })
    .whereRaw('series IS DISTINCT FROM ?', [series])
    .first('id')
  const message = `There is a custom factor “${name}” per ${unit} of ${data_year} in ${geography} already. Change that one, or make a new version of it.`
  return namesake === undefined ? [] : [problem('name', 'taken', message)]
}

/** What besides is needed before somebody can approve it. */
export function submissionProblems(
  { justification, url }: Pick<NewCustomFactorBody, 'justification' | 'url'>,
  hasFile: boolean,
): ProblemDetail[] {
  const why = 'Say why this factor is used instead of a published one: whoever approves it, and an auditor, will ask.'
  const proof = 'Attach the file that it is from, or give its address.'
  return [
    ...(justification === '' ? [problem('justification', 'required', why)] : []),
    ...(url === '' && !hasFile ? [problem('evidence', 'required', proof)] : []),
  ]
}

function unitProblems({ unit }: NewCustomFactorBody): ProblemDetail[] {
  const parsed = parseUnit(unit)
  return parsed.ok ? [] : [problem('unit', 'unknown-unit', parsed.error.message)]
}

function gasProblems({ gases }: NewCustomFactorBody, species: ReadonlySet<string>): ProblemDetail[] {
  const named = new Map<string, string>()
  return Object.keys(gases).flatMap((gas) => {
    const path = `gases.${gas}`
    const known = gwpSpecies(gas)
    if (gas === 'CH4') {
      const message =
        'Say which methane: CH4-fossil, or CH4-nonfossil from biomass and waste. AR6 weighs them differently.'
      return [problem(path, 'unknown-gas', message)]
    }
    if (known === null || !species.has(known)) {
      const message = `There is no GWP for “${gas}”. Write a gas such as CO2, CH4-fossil, N2O, HFC-134a or SF6.`
      return [problem(path, 'unknown-gas', message)]
    }
    const other = named.get(known)
    named.set(known, gas)
    return other === undefined
      ? []
      : [problem(path, 'twice', `“${other}” and “${gas}” are the same gas. State it once.`)]
  })
}

function amountProblems(body: NewCustomFactorBody): ProblemDetail[] {
  const { gases, co2e_kg: co2e, co2e_gwp: gwp, biogenic_co2_kg: biogenic } = body
  const hasGases = Object.keys(gases).length > 0
  const none = 'State the kilograms of its gases, or of CO2e where the source gives no gases.'
  const both = 'State the gases or their CO2e, not both: the same emission would count twice.'
  const basis = 'A GWP set belongs to CO2e. Leave it out where the gases are stated: the cycle has its own.'
  return [
    ...(hasGases || co2e !== null || biogenic !== null ? [] : [problem('co2e_kg', 'required', none)]),
    ...(hasGases && co2e !== null ? [problem('co2e_kg', 'counted-twice', both)] : []),
    ...(gwp !== null && co2e === null ? [problem('co2e_gwp', 'not-used', basis)] : []),
  ]
}

function sourceProblems({ valid_from: from, valid_to: to, url }: NewCustomFactorBody): ProblemDetail[] {
  const order = 'It ends before it begins. Enter the later day as the last one.'
  const link = 'Write the whole address, beginning with https://.'
  return [
    ...(from !== null && to !== null && to < from ? [problem('valid_to', 'out-of-order', order)] : []),
    ...(url === '' || /^https?:\/\/\S+\.\S+$/.test(url) ? [] : [problem('url', 'not-a-link', link)]),
  ]
}
