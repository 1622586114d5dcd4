import type { ReportCell, ReportTable } from '#shared/api/reports.ts'
import { columnDigits, pct } from '#shared/quantities/numberText.ts'
import type { ReportFacts } from '../reportFacts.ts'
import type { AmountRows, Measure } from '../templates/reportTemplate.ts'
import type { ReportWord } from '../words/en.ts'
import type { SayWord } from '../words/reportWords.ts'
import { type Amount, amountOf, meanOf, type YearFigures } from '../yearFigures.ts'
import { type AmountRow, amountRows } from './amountRows.ts'
import { changeCell, figureCell, noCell, percentCell, textCell, tonnesCell } from './cells.ts'

type Column = ReportTable['columns'][number]

/** Biogenic CO2 is no CO2e: it is in no total. */
const TONNES = 'tCO₂e'
const TONNES_CO2 = 'tCO₂'
const TONNES_GAS = 't'

/** A table over amounts: rows along an axis, measures as columns. Every cell says a figure or why there is none. */
export function amountTable(
  { title, rows, measures }: { title: ReportWord; rows: AmountRows; measures: readonly Measure[] },
  facts: ReportFacts,
  say: SayWord,
): ReportTable {
  const found = amountRows(rows, facts, say)
  const digits = columnDigits(found.map(({ key }) => inTonnes(amountOf(facts.current, key))))
  const unit = rows === 'biogenic' ? TONNES_CO2 : TONNES
  const columns = measures.flatMap((measure) => measureColumns(measure, { facts, say, unit }))
  return {
    kind: 'table',
    title: say(title),
    columns: [{ title: say('column_what'), unit: null, is_number: false }, ...columns],
    rows: found.map((row) => ({
      label: row.label,
      scope: row.scope,
      is_total: row.isTotal,
      cells: measures.flatMap((measure) => measureCells(measure, row, { facts, say, digits })),
    })),
  }
}

function measureColumns(
  measure: Measure,
  { facts, say, unit }: { facts: ReportFacts; say: SayWord; unit: string },
): Column[] {
  const number = (title: string, of: string | null): Column => ({ title, unit: of, is_number: true })
  switch (measure) {
    case 'amount':
      return [number(say('column_amount'), unit)]
    case 'mass':
      return [number(say('column_mass'), TONNES_GAS)]
    case 'biogenic':
      return [number(say('column_biogenic'), TONNES_CO2)]
    case 'share':
      return [number(say('column_share'), null)]
    case 'previous':
      return [
        number(
          say('column_previous', { year: namesOf(facts.previous === null ? [] : [facts.previous], facts, say) }),
          unit,
        ),
      ]
    case 'base':
      return [number(say('column_base', { year: namesOf(facts.base?.years ?? [], facts, say) }), unit)]
    case 'change_previous':
      return [number(say('column_change_previous'), null)]
    case 'change_base':
      return [number(say('column_change_base'), null)]
    case 'interval':
      return [number(say('column_low'), unit), number(say('column_high'), unit)]
    case 'assessed':
      return [number(say('column_assessed'), null)]
    case 'primary_share':
      return [number(say('column_primary_share'), null)]
    case 'state':
      return [{ title: say('column_state'), unit: null, is_number: false }]
  }
}

/** With the GWP set of a year that has another one: then the years are not of one measure. */
export function namesOf(years: readonly YearFigures[], { current }: ReportFacts, say: SayWord): string {
  const names = years.map(({ name, gwpSet }) => (gwpSet === current.gwpSet ? name : `${name} (${gwpSet})`))
  return names.length === 0 ? say('no_none') : names.join(', ')
}

function measureCells(
  measure: Measure,
  row: AmountRow,
  { facts, say, digits }: { facts: ReportFacts; say: SayWord; digits: number },
): ReportCell[] {
  const now = currentAmount(row, facts)
  switch (measure) {
    case 'amount':
      return [tonnesCell(say, now, digits)]
    case 'mass':
      return [massCell(row, now, { facts, say, digits })]
    case 'biogenic':
      return [biogenicCell(row, now, { facts, say, digits })]
    case 'share':
      return [shareCell(say, now, amountOf(facts.current, 'total:location'))]
    case 'previous':
      return [tonnesCell(say, previousAmount(row, facts), digits)]
    case 'base':
      return [tonnesCell(say, meanOf(facts.base?.years ?? [], row.key), digits)]
    case 'change_previous':
      return [changeCell(say, previousAmount(row, facts), now)]
    case 'change_base':
      return [changeCell(say, meanOf(facts.base?.years ?? [], row.key), now)]
    case 'interval':
      return intervalCells(row, { facts, say, digits })
    case 'assessed': {
      const percent = facts.uncertainty.get(row.key)?.assessedPercent ?? null
      return [
        percent === null
          ? noCell(
              say,
              now.why === 'hidden' ? 'hidden' : 'unknown',
              now.why === 'hidden' ? 'no_hidden' : 'no_assessment',
            )
          : percentCell(percent),
      ]
    }
    case 'primary_share': {
      const share = row.category === undefined ? null : (facts.primaryShares.get(row.category) ?? null)
      return [share === null ? noCell(say, now.why ?? 'unknown') : figureCell(share * 100, pct(share * 100))]
    }
    case 'state':
      return [stateCell(row, now, { facts, say })]
  }
}

const inTonnes = ({ kg }: Amount): number | null => (kg === null ? null : kg / 1000)

/** Of a category that has no rows, what is declared of it: a declared zero is zero, everything else is none. */
export function currentAmount({ key, category }: AmountRow, facts: ReportFacts): Amount {
  const counted = amountOf(facts.current, key)
  if (counted.why !== 'unknown' || category === undefined) {
    return counted
  }
  const declared = declarationOf(category, facts)
  return declared === undefined
    ? counted
    : declared.state === 'zero'
      ? { kg: 0, why: null }
      : { kg: null, why: declared.state }
}

const declarationOf = (category: number, { declarations }: ReportFacts) =>
  declarations.find((one) => one.category === category && one.name === '')

const previousAmount = ({ key }: AmountRow, { previous }: ReportFacts): Amount =>
  previous === null ? { kg: null, why: 'none' } : amountOf(previous, key)

/** Of what is not counted nobody knows it, or it is as with the whole. */
function biogenicCell(
  { biogenicKey }: AmountRow,
  { why }: Amount,
  { facts, say, digits }: { facts: ReportFacts; say: SayWord; digits: number },
): ReportCell {
  return why !== null || biogenicKey === undefined
    ? noCell(say, why ?? 'none')
    : tonnesCell(say, amountOf(facts.current, biogenicKey), digits)
}

/** Only what is one gas has a mass: groups of gases are CO2e of several GWPs. */
function massCell(
  { gas, isTotal }: AmountRow,
  { kg, why }: Amount,
  { facts, say, digits }: { facts: ReportFacts; say: SayWord; digits: number },
): ReportCell {
  if (isTotal || why !== null || gas === undefined) {
    return why === null ? noCell(say, 'none', 'no_several_gases') : noCell(say, why)
  }
  const gwp = facts.gwpOfGas.get(gas)
  return gwp === undefined
    ? noCell(say, 'none', 'no_several_gases')
    : tonnesCell(say, { kg: kg / gwp, why: null }, gwp > 1 ? 4 : digits)
}

function shareCell(say: SayWord, part: Amount, whole: Amount): ReportCell {
  const missing = part.why ?? whole.why
  if (missing !== null) {
    return noCell(say, missing)
  }
  return part.kg === null || whole.kg === null || !(whole.kg > 0)
    ? noCell(say, 'none')
    : percentCell((part.kg / whole.kg) * 100)
}

function intervalCells(
  { key }: AmountRow,
  { facts, say, digits }: { facts: ReportFacts; say: SayWord; digits: number },
): ReportCell[] {
  const { why } = amountOf(facts.current, key)
  const found = facts.uncertainty.get(key)
  if (why === 'hidden' || found === undefined) {
    const none = why === 'hidden' ? noCell(say, 'hidden') : noCell(say, 'unknown', 'no_assessment')
    return [none, none]
  }
  return [found.lowKg, found.highKg].map((kg) => tonnesCell(say, { kg, why: null }, digits))
}

function stateCell(
  { key, category, isTotal }: AmountRow,
  now: Amount,
  { facts, say }: { facts: ReportFacts; say: SayWord },
): ReportCell {
  if (isTotal || category === undefined) {
    return textCell('')
  }
  if (now.why === 'hidden') {
    return noCell(say, 'hidden')
  }
  if (amountOf(facts.current, key).why === null) {
    return textCell(say('state_counted'))
  }
  const declared = declarationOf(category, facts)
  return declared === undefined
    ? noCell(say, 'unknown', 'state_unknown')
    : textCell(say(`state_${declared.state}`, { reason: declared.reason }))
}
