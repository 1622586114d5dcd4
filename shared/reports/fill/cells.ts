import type { NoFigure, ReportCell } from '#shared/api/reports.ts'
import { num, pct, ratio, signed } from '#shared/quantities/numberText.ts'
import type { ReportWord } from '../words/en.ts'
import type { SayWord } from '../words/reportWords.ts'
import type { Amount } from '../yearFigures.ts'

const KG_PER_TONNE = 1000

export const textCell = (text: string): ReportCell => ({ kind: 'text', text })

/** A number with its unit where the column has none. */
export const figureCell = (value: number, text: string, unit: string | null = null): ReportCell => ({
  kind: 'figure',
  value,
  text,
  unit,
})

/** The word for why there is no figure; `word` says it more exactly than `why`. */
export const noCell = (say: SayWord, why: NoFigure, word: ReportWord = `no_${why}`): ReportCell => ({
  kind: 'none',
  why,
  text: say(word),
})

/** Kilograms as tonnes with these decimals. */
export function tonnesCell(say: SayWord, { kg, why }: Amount, digits: number, unit: string | null = null): ReportCell {
  return why === null ? figureCell(kg / KG_PER_TONNE, num(kg / KG_PER_TONNE, digits), unit) : noCell(say, why)
}

/** Percent with one decimal. */
export const percentCell = (percent: number): ReportCell => figureCell(percent, pct(percent))

/** A signed change in percent; there is none from zero, or from or to what is not known. */
export function changeCell(say: SayWord, before: Amount, after: Amount): ReportCell {
  const missing = after.why ?? before.why
  if (missing !== null) {
    return noCell(say, missing)
  }
  if (before.kg === null || after.kg === null || before.kg === 0) {
    return noCell(say, 'none')
  }
  const percent = ((after.kg - before.kg) / Math.abs(before.kg)) * 100
  return figureCell(percent, `${signed(percent, 1)}\u00a0%`)
}

/** A ratio with four significant digits. */
export const ratioCell = (value: number, unit: string | null = null): ReportCell =>
  figureCell(value, ratio(value), unit)
