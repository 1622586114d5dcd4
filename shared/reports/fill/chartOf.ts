import type { ReportChart } from '#shared/api/reports.ts'
import { SCOPE_3_CATEGORIES } from '#shared/boundary/scope3Categories.ts'
import { tonnes } from '#shared/quantities/numberText.ts'
import type { ReportFacts } from '../reportFacts.ts'
import type { TemplateBlock } from '../templates/reportTemplate.ts'
import type { SayWord } from '../words/reportWords.ts'
import { type Amount, type AmountKey, amountOf, meanOf } from '../yearFigures.ts'
import { namesOf } from './amountTable.ts'

type Point = ReportChart['points'][number]
type ChartBlock = Extract<TemplateBlock, { kind: 'chart' }>

const STACKED = [
  ['scope:1', 1],
  ['scope:2:location', 2],
  ['scope:3', 3],
] as const satisfies readonly (readonly [AmountKey, 1 | 2 | 3])[]

/** A chart of amounts in tonnes; null when fewer than two points of it are known. */
export function chartOf({ title, of }: ChartBlock, facts: ReportFacts, say: SayWord): ReportChart | null {
  const points = pointsOf(of, facts, say).filter(({ parts }) => parts.some(({ value }) => value !== null))
  return points.length < 2
    ? null
    : { kind: 'chart', title: say(title), unit: 'tCO₂e', layout: of === 'months' ? 'columns' : 'bars', points }
}

function pointsOf(of: ChartBlock['of'], facts: ReportFacts, say: SayWord): Point[] {
  const now = (key: AmountKey): Amount => amountOf(facts.current, key)
  switch (of) {
    case 'scopes':
      return [
        point(say('scope_1'), now('scope:1'), { scope: 1, say }),
        point(say('scope_2_location'), now('scope:2:location'), { scope: 2, say }),
        point(say('scope_2_market'), now('scope:2:market'), { scope: 2, say }),
        point(say('scope_3'), now('scope:3'), { scope: 3, say }),
      ]
    case 'categories':
      return SCOPE_3_CATEGORIES.map((category) =>
        point(say(`category_${category}`), now(`category:${category}`), { scope: 3, say }),
      )
    case 'sites':
      return facts.sites.map(({ id, name }) => point(name, now(`site:${id}`), { scope: null, say }))
    case 'months':
      return facts.months.map((month) => point(month, now(`month:${month}`), { scope: null, say }))
    case 'years': {
      const { base, previous, current } = facts
      const isBase = previous !== null && base?.years.length === 1 && base.years[0]?.name === previous.name
      return [
        ...(base === null || isBase
          ? []
          : [stacked(namesOf(base.years, facts, say), (key) => meanOf(base.years, key), say)]),
        ...(previous === null ? [] : [stacked(namesOf([previous], facts, say), (key) => amountOf(previous, key), say)]),
        stacked(current.name, now, say),
      ]
    }
  }
}

const inTonnes = ({ kg }: Amount): number | null => (kg === null ? null : kg / 1000)

const point = (label: string, amount: Amount, { scope, say }: { scope: 1 | 2 | 3 | null; say: SayWord }): Point => ({
  label,
  text: amount.why === null ? tonnes(inTonnes(amount)) : say(`no_${amount.why}`),
  parts: [{ scope, value: inTonnes(amount) }],
})

function stacked(label: string, amount: (key: AmountKey) => Amount, say: SayWord): Point {
  const whole = amount('total:location')
  return {
    label,
    text: whole.why === null ? tonnes(inTonnes(whole)) : say(`no_${whole.why}`),
    parts: STACKED.map(([key, scope]) => ({ scope, value: inTonnes(amount(key)) })),
  }
}
