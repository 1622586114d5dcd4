import type { Knex } from 'knex'
import type { NewInstrumentBody } from '#shared/api/instruments.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { isAmount, RATE_GASES } from '#shared/scope2/instrument.ts'
import { commonSerial, serialRange } from '#shared/scope2/serials.ts'
import { isSameText } from '../commands/fieldNames.ts'
import { Instrument } from '../models/Instrument.ts'

const problem = (path: string, code: ProblemDetail['code'], message: string): ProblemDetail => ({ path, code, message })

/**
 * Everything that is wrong with an instrument by itself and beside the others of the tenant, all at once. `id`: of one that
 * is there already. `today`: ISO date.
 */
export async function instrumentProblems(
  trx: Knex.Transaction,
  body: NewInstrumentBody,
  { id = null, today }: { id?: string | null; today: string },
): Promise<ProblemDetail[]> {
  const all = await Instrument.query(trx).whereNull('deleted_at').select('id', 'name', 'registry', 'serials')
  const others = all.filter((other) => other.id !== id)
  const namesake = others.find(({ name }) => isSameText(name, body.name))
  const taken = `There is an instrument “${namesake?.name}” already. Give this one another name.`
  return [
    ...(namesake === undefined ? [] : [problem('name', 'taken', taken)]),
    ...amountProblems(body),
    ...rateProblems(body),
    ...dateProblems(body, today),
    ...serialProblems(body, others),
    ...linkProblems(body),
  ]
}

function amountProblems({ type, mwh }: NewInstrumentBody): ProblemDetail[] {
  if (isAmount(type) && mwh === null) {
    return [
      problem(
        'mwh',
        'required',
        'Say how many MWh it stands for: a certificate or contract covers so much and no more.',
      ),
    ]
  }
  const message = 'A residual mix has no amount: it is the rate of all that nothing else covers. Leave it empty.'
  return type === 'residual_mix' && mwh !== null ? [problem('mwh', 'not-used', message)] : []
}

function rateProblems({ rates, rate_gwp: rateGwp }: NewInstrumentBody): ProblemDetail[] {
  const gases = RATE_GASES.filter((gas) => rates[gas] !== undefined)
  if (rates.CO2e === undefined) {
    return [
      ...(gases.length > 0
        ? []
        : [problem('rates', 'required', 'State CO2, CH4 and N2O, or one rate in CO2e. What is zero is stated as 0.')]),
      ...(rateGwp === null
        ? []
        : [problem('rate_gwp', 'not-used', 'Only a rate in CO2e rests on a GWP set of its own. Leave it empty.')]),
    ]
  }
  const twice = `A rate in CO2e has ${gases.join(' and ')} in it already: stating it besides would count it twice. Keep one of the two.`
  return [
    ...(gases.length === 0 ? [] : [problem(`rates.${gases[0]}`, 'counted-twice', twice)]),
    ...(rateGwp === null
      ? [problem('rate_gwp', 'required', 'Say by which GWP set its publisher computed CO2e (Green-e and DESNZ: AR5).')]
      : []),
  ]
}

function dateProblems(body: NewInstrumentBody, today: string): ProblemDetail[] {
  const { type, vintage_from: from, vintage_to: to, retired_on: retired } = body
  const found = to < from ? [problem('vintage_to', 'out-of-order', 'The last day is before the first.')] : []
  if (retired !== null && type !== 'certificate' && type !== 'contract') {
    found.push(
      problem('retired_on', 'not-used', 'Only certificates are retired, alone or with a contract. Leave it empty.'),
    )
  } else if (retired !== null && retired > today) {
    found.push(
      problem('retired_on', 'in-future', 'It cannot have been retired on a day to come. Enter it when it has been.'),
    )
  } else if (retired !== null && retired < from) {
    found.push(problem('retired_on', 'out-of-order', 'It was retired before its energy was made. Check both dates.'))
  }
  return found
}

function serialProblems(
  { type, registry, serials }: NewInstrumentBody,
  others: readonly Pick<Instrument, 'name' | 'registry' | 'serials'>[],
): ProblemDetail[] {
  const missing =
    type !== 'certificate'
      ? []
      : [
          ...(registry === ''
            ? [problem('registry', 'required', 'Name the registry that the certificate was retired in.')]
            : []),
          ...(serials.length === 0
            ? [problem('serials', 'required', 'Enter its serial numbers, so that nobody can claim it a second time.')]
            : []),
        ]
  const wrong = serials.flatMap((text, index) => {
    if (serialRange(text) === null) {
      const message = `“${text}” is no range: write “first .. last”, both with the same beginning and as many digits.`
      return [problem(`serials.${index}`, 'not-a-range', message)]
    }
    const common = commonSerial([text], serials.slice(0, index))
    return common === null
      ? []
      : [problem(`serials.${index}`, 'twice', `“${text}” is in “${common[1]}” already. Enter each certificate once.`)]
  })
  const claimed = others
    .filter((other) => isSameText(other.registry, registry))
    .flatMap((other) => {
      const common = commonSerial(serials, other.serials)
      const message = `“${common?.[0]}” is in “${other.name}” already: a certificate can be claimed once. Check the serial numbers of both.`
      return common === null ? [] : [problem(`serials.${serials.indexOf(common[0])}`, 'claimed', message)]
    })
  return [...missing, ...wrong, ...claimed]
}

/** Pages show it as a link, so it is nothing that a browser would run. */
function linkProblems({ evidence_url: url }: NewInstrumentBody): ProblemDetail[] {
  const isLink = url === '' || (/^https?:\/\//i.test(url) && URL.canParse(url))
  return isLink ? [] : [problem('evidence_url', 'not-a-link', 'A whole address that begins with https:// or http://.')]
}
