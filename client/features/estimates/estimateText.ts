import type { EstimatesReply } from '#shared/api/estimates.ts'
import { monthName } from '#client/i18n/dates.ts'
import { num } from '#client/theme/format.ts'
import type { EstimateTranslate } from './words/useEstimateWords.ts'

type Input = EstimatesReply['data'][number]['inputs'][number]

/** As many as fit into two lines; the rest is counted. */
const MOST_INPUTS = 12

/** "1 250.5 kWh"; at most three decimals are painted. */
export function amountText(value: number, unit: string | null): string {
  const painted = Number(value.toFixed(3))
  const digits = [0, 1, 2].find((one) => Number(painted.toFixed(one)) === painted) ?? 3
  const text = num(value, digits)
  return unit === null ? text : `${text}\u00a0${unit}`
}

/** "Mar 2024: 700, …": the cells that an estimate rests on. */
export function inputsText(inputs: readonly Input[], language: string, t: EstimateTranslate): string {
  const texts = inputs.slice(0, MOST_INPUTS).map(({ month, cycle_name: cycle, value, is_estimate: isEstimate }) => {
    const input = `${month === null ? cycle : monthName(month, language, true)}: ${amountText(value, null)}`
    return isEstimate ? t('isEstimate', { input }) : input
  })
  return t('restsOn', { count: inputs.length, inputs: texts.join(', ') + (inputs.length > MOST_INPUTS ? ', …' : '') })
}
