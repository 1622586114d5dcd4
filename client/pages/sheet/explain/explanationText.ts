import { formatNumber } from '#shared/cells/formatCell.ts'
import { unitText } from '#client/grid/unitText.ts'
import { exactMoment } from '#client/i18n/dates.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { CellExplanation } from './cellExplanation.ts'

const PURE_NUMBER = '1'

/** `L → gal(US): ÷ 3.785411784`, as people write it. */
export function conversionText({ from, to, multiply, divide }: CellExplanation['conversions'][number]): string {
  const how = divide === 1 ? `× ${formatNumber(multiply)}` : `÷ ${formatNumber(divide)}`
  return `${unitText(from === '' ? PURE_NUMBER : from)} → ${unitText(to === '' ? PURE_NUMBER : to)}: ${how}`
}

/** The explanation for a letter or a working paper, line by line. */
export function explanationText(told: CellExplanation, t: SheetTranslate, language: string): string {
  const { result, inputs, conversions, factors } = told
  const nameOf = (key: string | null): string =>
    key === null ? t('explainOfResult') : (inputs.find(({ field }) => field.key === key)?.field.name ?? key)
  const amount = (value: number, unit: string | null): string =>
    [formatNumber(value), unitText(unit)].filter((part) => part !== '').join(' ')
  const changed = (change: CellExplanation['inputs'][number]['last_change']): string =>
    change === null ? '' : ` (${change.by?.name ?? t('aProgram')}, ${exactMoment(change.at, language)})`
  const value = typeof result.value === 'number' ? amount(result.value, result.unit) : String(result.value ?? '–')
  const lines = [
    [told.field.name, told.row.name, told.table.name, told.cycle.name].filter((part) => part !== '').join(' · '),
    `${told.gases_not_known.length === 0 ? '=' : '≥'} ${value}`,
    ...(told.gases_not_known.length === 0 ? [] : [t('partialResult', { gases: told.gases_not_known.join(', ') })]),
    ...(told.as_of === null ? [] : [`${t('explainAsOf')}: ${exactMoment(told.as_of, language)}`]),
    '',
    `${t('formula')}: ${told.formula}`,
    ...inputs.map(
      ({ field, text, unit, last_change }) =>
        `${field.name}: ${text === '' ? t('empty') : [text, unitText(unit)].filter((part) => part !== '').join(' ')}${changed(last_change)}`,
    ),
    ...told.parameters.map(
      ({ name, value: number, unit, year, source }) => `${name}: ${amount(number, unit)} (${year}, ${source})`,
    ),
    ...conversions.map((one) => `${t('explainConversion')}, ${nameOf(one.field)}: ${conversionText(one)}`),
    ...factors.flatMap((factor) => [
      '',
      `${t('factor')}: ${factor.name} (${factor.chosen.text})${changed(factor.chosen.last_change)}`,
      ...Object.entries(factor.kg_of_gas).map(([gas, kg]) => `  ${formatNumber(kg)} kg ${gas} / ${factor.unit}`),
      ...(factor.kg_co2e_not_split === null
        ? []
        : [`  ${formatNumber(factor.kg_co2e_not_split)} kg CO2e / ${factor.unit}`]),
      `  ${[factor.publisher, `${factor.dataset} ${factor.edition}`, factor.table, factor.row].join(', ')}`,
      `  ${factor.year}, ${factor.geography}`,
      ...(factor.link === null ? [] : [`  ${factor.link}`]),
    ]),
    '',
    `${t('gwpSet')}: ${t('gwpValue', { set: told.gwp.set })}${gwpText(told.gwp.values)}`,
    `${t('explainRounding')}: ${t(told.rounding === 'none' ? 'explainNotRounded' : 'explainRounded')}`,
    told.link,
  ]
  return lines.join('\n')
}

function gwpText(values: Readonly<Record<string, number>>): string {
  const parts = Object.entries(values).map(([species, gwp]) => `${species} ${formatNumber(gwp)}`)
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}
