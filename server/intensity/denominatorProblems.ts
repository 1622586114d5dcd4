import type { Knex } from 'knex'
import type { NewDenominatorBody } from '#shared/api/intensities.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { conversion } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { CURRENCIES } from '#shared/quantities/unitTable.ts'
import { Denominator } from '../models/Denominator.ts'

const MONEY_OF_YEAR = /^([A-Z]{3})@(19|20|21)\d{2}$/
/** Units of the same dimension. */
const LIKE = { area: 'm2', tonne_km: 'tkm' } as const

/** Everything that speaks against a new denominator. */
export async function denominatorProblems(
  trx: Knex.Transaction,
  projectId: string,
  { name, kind, unit }: NewDenominatorBody,
): Promise<ProblemDetail[]> {
  const problems = unitProblems(kind, unit)
  const namesake = await Denominator.query(trx)
    .where({ project_id: projectId })
    .whereNull('deleted_at')
    .whereRaw('lower(name) = lower(?)', [name])
    .first()
  if (namesake !== undefined) {
    const message = `The project has a denominator “${namesake.name}” already. Choose another name.`
    problems.push({ path: 'name', code: 'taken', message })
  }
  return problems
}

function unitProblems(kind: NewDenominatorBody['kind'], unit: string): ProblemDetail[] {
  const wrong = (message: string): ProblemDetail[] => [{ path: 'unit', code: 'wrong-unit', message }]
  if (kind === 'revenue') {
    const currency = MONEY_OF_YEAR.exec(unit)?.[1]
    return currency !== undefined && CURRENCIES.some((known) => known === currency)
      ? []
      : wrong('Revenue is money of a price year: a currency, @ and the year, for example EUR@2024.')
  }
  if (kind === 'area' || kind === 'tonne_km') {
    const [parsed, like] = [parseUnit(unit), parseUnit(LIKE[kind])]
    const fits = parsed.ok && like.ok && conversion(parsed.value, like.value).ok
    return fits ? [] : wrong(`Choose a unit such as ${LIKE[kind]}.`)
  }
  return []
}
