import type { ReportCell, ReportTable } from '#shared/api/reports.ts'
import { columnDigits, num, pct, signed } from '#shared/quantities/numberText.ts'
import { assertNever } from '#shared/result/assertNever.ts'
import type { IntensityFact, IntensityFigures, ReportFacts } from '../reportFacts.ts'
import type { ListRows } from '../templates/reportTemplate.ts'
import type { ReportWord } from '../words/en.ts'
import type { SayWord } from '../words/reportWords.ts'
import { changeCell, figureCell, noCell, percentCell, ratioCell, textCell, tonnesCell } from './cells.ts'
import { namesOf } from './amountTable.ts'
import { scopesText } from './factItems.ts'

type Row = ReportTable['rows'][number]
type Column = ReportTable['columns'][number]
type Content = Pick<ReportTable, 'columns' | 'rows'>

const NONE = { columns: [], rows: [] }

/** A table whose rows are things and not amounts of years. Null: what it would be of is hidden from the reader. */
export function listTable(
  { title, rows }: { title: ReportWord; rows: ListRows },
  facts: ReportFacts,
  say: SayWord,
): ReportTable | null {
  const content = contentOf(rows, facts, say)
  return content === null ? null : { kind: 'table', title: say(title), ...content }
}

function contentOf(rows: ListRows, facts: ReportFacts, say: SayWord): Content | null {
  switch (rows) {
    case 'intensities':
      return intensities(facts, say)
    case 'declarations':
      return declarations(facts, say)
    case 'targets':
      return targets(facts, say)
    case 'factors':
      return factors(facts, say)
    case 'recalculations':
      return recalculations(facts, say)
    case 'instruments':
      return instruments(facts, say)
    case 'groups':
      return groups(facts, say)
    case 'energy':
      return energy(facts, say)
    case 'boundary_sites':
      return boundarySites(facts, say)
    default:
      return assertNever(rows)
  }
}

const INTENSITY_BASES = [
  ['scopes_1_2:location', 'scopes_1_2_location'],
  ['scopes_1_2:market', 'scopes_1_2_market'],
  ['total:location', 'total_location'],
  ['total:market', 'total_market'],
] as const satisfies readonly (readonly [keyof IntensityFact['by'], ReportWord])[]

/** Emissions over each denominator in four ways; what is missing for one is said. */
function intensities({ intensities: all, previous, ...facts }: ReportFacts, say: SayWord): Content {
  const year = namesOf(previous === null ? [] : [previous], { ...facts, previous, intensities: all }, say)
  return {
    columns: [
      words(say('column_denominator')),
      number(say('column_value'), null),
      number(say('column_amount'), null),
      number(say('column_previous', { year }), null),
      number(say('column_change_previous'), null),
    ],
    rows: all.flatMap(({ name, unit, value, by }) =>
      INTENSITY_BASES.map(([key, word]) => {
        const own = by[key]
        const per = `tCO₂e/${unit}`
        return plain(`${name}: ${say(word)}`, [
          value === null ? noCell(say, 'none') : figureCell(value, num(value, Number.isInteger(value) ? 0 : 2), unit),
          own.kgPerUnit === null ? withoutIntensity(own, say) : ratioCell(own.kgPerUnit / 1000, per),
          own.previousKgPerUnit === null ? noCell(say, 'none') : ratioCell(own.previousKgPerUnit / 1000, per),
          changeCell(say, perUnit(own.previousKgPerUnit), perUnit(own.kgPerUnit)),
        ])
      }),
    ),
  }
}

const perUnit = (kg: number | null) => (kg === null ? { kg: null, why: 'none' as const } : { kg, why: null })

function withoutIntensity({ reason }: IntensityFigures, say: SayWord): ReportCell {
  switch (reason) {
    case 'hidden':
      return noCell(say, 'hidden')
    case 'no-denominator':
      return noCell(say, 'none', 'no_denominator')
    case 'zero-denominator':
      return noCell(say, 'none', 'no_zero_denominator')
    case 'no-emissions':
    case null:
      return noCell(say, 'unknown')
  }
}

function declarations({ declarations: all }: ReportFacts, say: SayWord): Content {
  return {
    columns: [
      words(say('column_what')),
      words(say('column_state')),
      words(say('column_reason')),
      number(say('column_estimated'), null),
    ],
    rows: all.map(({ scope, category, name, state, reason, estimatedPercent }) => {
      const where =
        category === null
          ? say(scope === 2 ? 'scope_2_location' : scope === 1 ? 'scope_1' : 'scope_3')
          : categoryName(category, say)
      return {
        ...plain(name === '' ? where : `${name} (${where})`, [
          textCell(say(`declared_${state}`)),
          textCell(reason),
          estimatedPercent === null
            ? noCell(say, state === 'excluded' ? 'unknown' : 'none')
            : percentCell(estimatedPercent),
        ]),
        scope,
      }
    }),
  }
}

/** By the number of the GHG Protocol, from 1 to 15. */
function categoryName(category: number, say: SayWord): string {
  const word = CATEGORY_WORDS[category - 1]
  return word === undefined ? String(category) : say(word)
}

const CATEGORY_WORDS: readonly ReportWord[] = [
  'category_1',
  'category_2',
  'category_3',
  'category_4',
  'category_5',
  'category_6',
  'category_7',
  'category_8',
  'category_9',
  'category_10',
  'category_11',
  'category_12',
  'category_13',
  'category_14',
  'category_15',
]

function targets({ targets: all }: ReportFacts, say: SayWord): Content {
  const amount = (kg: number | null, unit: string): ReportCell =>
    kg === null ? noCell(say, 'unknown') : ratioCell(kg / 1000, unit)
  return {
    columns: [
      words(say('column_what')),
      words(say('column_scopes')),
      number(say('column_base_value'), null),
      number(say('column_amount'), null),
      number(say('column_target_year'), null),
      number(say('column_target'), null),
      number(say('column_reduction'), null),
      number(say('column_annual'), null),
    ],
    rows: all.map((target) =>
      plain(`${target.name} (${target.baseYear})`, [
        textCell(scopesText(target.scopes, target.basis, say)),
        amount(target.base, target.unit),
        amount(target.actual, target.unit),
        figureCell(target.targetYear, String(target.targetYear)),
        amount(target.target, target.unit),
        percentCell(target.reductionPercent),
        figureCell(target.annualPercent, pct(target.annualPercent, 2)),
      ]),
    ),
  }
}

function factors({ factorSets }: ReportFacts, say: SayWord): Content {
  return {
    columns: [words(say('column_publication')), words(say('column_edition')), number(say('column_factors'), null)],
    rows: factorSets.map(({ publisher, title, edition, factors: count }) =>
      plain(title === '' ? publisher : `${publisher}: ${title}`, [textCell(edition), figureCell(count, num(count))]),
    ),
  }
}

function recalculations({ base }: ReportFacts, say: SayWord): Content {
  return {
    columns: [
      words(say('column_what')),
      words(say('column_date')),
      number(say('column_effect'), null),
      words(say('column_decision')),
    ],
    rows: (base?.events ?? []).map(({ description, happenedOn, percent, decision }) =>
      plain(description, [
        textCell(happenedOn),
        percent === null ? noCell(say, 'unknown') : figureCell(percent, `${signed(percent, 1)}\u00a0%`),
        textCell(say(`decision_${decision ?? 'none'}`)),
      ]),
    ),
  }
}

function instruments({ instruments: all }: ReportFacts, say: SayWord): Content | null {
  if (all === null) {
    return null
  }
  const digits = columnDigits(all.map(({ kg }) => (kg === null ? null : kg / 1000)))
  return {
    columns: [words(say('column_what')), number(say('column_mwh'), 'MWh'), number(say('column_amount'), 'tCO₂e')],
    rows: all.map(({ source, mwh, kg }) =>
      plain(say(sourceWord(source)), [
        figureCell(mwh, num(mwh, 1)),
        tonnesCell(say, kg === null ? { kg: null, why: 'unknown' } : { kg, why: null }, digits),
      ]),
    ),
  }
}

const SOURCE_WORDS: Readonly<Record<string, ReportWord>> = {
  certificate: 'source_certificate',
  contract: 'source_contract',
  supplier_rate: 'source_supplier_rate',
  residual_mix: 'source_residual_mix',
  grid_average: 'source_grid_average',
}
const sourceWord = (source: string): ReportWord => SOURCE_WORDS[source] ?? 'source_unknown'

function groups({ groups: all }: ReportFacts, say: SayWord): Content | null {
  if (all === null) {
    return null
  }
  const digits = columnDigits(all.flatMap(({ byScope }) => byScope.map(({ kg }) => (kg === null ? null : kg / 1000))))
  return {
    columns: [
      words(say('column_what')),
      ...(['scope_1', 'scope_2_location', 'scope_3'] as const).map((word) => number(say(word), 'tCO₂e')),
    ],
    rows: all.map(({ group, byScope }) =>
      plain(
        say(`group_${group}`),
        byScope.map(({ kg }) => tonnesCell(say, kg === null ? { kg: null, why: 'none' } : { kg, why: null }, digits)),
      ),
    ),
  }
}

const KWH_PER_MWH = 1000

function energy({ energy: all, previous, ...facts }: ReportFacts, say: SayWord): Content | null {
  if (all === null) {
    return null
  }
  const kwh = (mwh: number | null): ReportCell =>
    mwh === null ? noCell(say, 'unknown') : figureCell(mwh * KWH_PER_MWH, num(mwh * KWH_PER_MWH))
  const sum = (amounts: readonly (number | null)[]): number | null => {
    const known = amounts.filter((amount) => amount !== null)
    return known.length === 0 ? null : known.reduce((added, amount) => added + amount, 0)
  }
  const year = namesOf(previous === null ? [] : [previous], { ...facts, previous, energy: all }, say)
  return {
    columns: [
      words(say('column_what')),
      number(say('column_amount'), 'kWh'),
      number(say('column_previous', { year }), 'kWh'),
    ],
    rows: [
      ...all.map(({ scope, module, mwh, previousMwh }) => ({ ...plain(module, [kwh(mwh), kwh(previousMwh)]), scope })),
      ...(all.length === 0
        ? []
        : [
            {
              ...plain(say('sum'), [kwh(sum(all.map(({ mwh }) => mwh))), kwh(sum(all.map((one) => one.previousMwh)))]),
              is_total: true,
            },
          ]),
    ],
  }
}

function boundarySites({ sites, consolidation }: ReportFacts, say: SayWord): Content {
  return consolidation === null
    ? NONE
    : {
        columns: [words(say('column_what')), number(say('column_counts'), null)],
        rows: sites.map(({ name, share, isStated }) =>
          plain(name, [isStated ? percentCell(share * 100) : textCell(say('all_of_it'))]),
        ),
      }
}

const words = (title: string): Column => ({ title, unit: null, is_number: false })
const number = (title: string, unit: string | null): Column => ({ title, unit, is_number: true })
const plain = (label: string, cells: ReportCell[]): Row => ({ label, scope: null, is_total: false, cells })
