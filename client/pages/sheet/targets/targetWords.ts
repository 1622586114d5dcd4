import type { FactorSuggestion } from '#shared/api/factorSuggestions.ts'
import type { FactorReply } from '#shared/api/factors.ts'
import type { TargetReply } from '#shared/api/targets.ts'
import { formatNumber } from '#shared/cells/formatCell.ts'
import { gasFormula } from '#client/features/emissions/gasFormula.ts'
import { shortPublisher } from '#client/features/emissions/publication.ts'
import type { TargetWords } from '#client/grid/cells/TargetEditor.tsx'
import { unitText } from '#client/grid/unitText.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

const DIGITS = 5

/** The words of the list in which people, rows and factors are chosen. `why`: a factor is suggested for a row. */
export const targetWords = (
  t: SheetTranslate,
  why: (suggestion: FactorSuggestion) => string = () => '',
): TargetWords => ({
  suggested: t('suggestFor'),
  others: t('suggestOthers'),
  why,
  searching: t('targetSearching'),
  nothing: t('targetNothing'),
  hidden: t('targetNotYours'),
  failed: t('targetFailed'),
  about: ({ detail, factor }: TargetReply) => (factor === null ? (detail ?? '') : aboutFactor(factor, t)),
})

/** "DESNZ · UK · 0.182 54 kg CO₂ per kWh": who published it, where it holds, and its CO₂, by which people know it. */
export function aboutFactor({ factor_set: set, geography, normalised }: FactorReply, t: SheetTranslate): string {
  const parts = [shortPublisher(set.publisher), geography]
  if (normalised !== null) {
    const { gasesKg, co2eOnlyKg, biogenicCo2Kg, unit } = normalised
    const gases = Object.entries(gasesKg)
    const known = gases.find(([species]) => species === 'CO2') ?? gases[0]
    const [gas, amountKg] =
      known !== undefined
        ? [gasFormula(known[0]), known[1]]
        : co2eOnlyKg !== null
          ? ['CO₂e', co2eOnlyKg]
          : [t('targetBiogenic'), biogenicCo2Kg]
    if (amountKg !== null) {
      const amount = formatNumber(Number(amountKg.toPrecision(DIGITS)))
      parts.push(t('targetPer', { amount, gas, unit: unitText(unit) }))
    }
  }
  return parts.join(' · ')
}
