import type { ReportCell } from '#shared/api/reports.ts'
import { num, tonnes } from '#shared/quantities/numberText.ts'
import type { ReportFacts } from '../reportFacts.ts'
import { FACT_WORD } from '../templates/blockTitles.ts'
import type { FactName } from '../templates/reportTemplate.ts'
import type { SayWord } from '../words/reportWords.ts'
import { type AmountKey, amountOf } from '../yearFigures.ts'
import { namesOf } from './amountTable.ts'
import { figureCell, noCell, percentCell, textCell } from './cells.ts'

const AMOUNTS = {
  scope_1: 'scope:1',
  scope_2_location: 'scope:2:location',
  scope_2_market: 'scope:2:market',
  scope_3: 'scope:3',
  total_location: 'total:location',
  total_market: 'total:market',
} as const satisfies Partial<Record<FactName, AmountKey>>

/** One line of a list of facts. */
export function factItem(fact: FactName, facts: ReportFacts, say: SayWord): { label: string; value: ReportCell } {
  return { label: say(FACT_WORD[fact]), value: valueOf(fact, facts, say) }
}

const isAmount = (fact: FactName): fact is keyof typeof AMOUNTS => Object.hasOwn(AMOUNTS, fact)

function valueOf(fact: FactName, facts: ReportFacts, say: SayWord): ReportCell {
  if (isAmount(fact)) {
    const { kg, why } = amountOf(facts.current, AMOUNTS[fact])
    return why === null ? figureCell(kg / 1000, tonnes(kg / 1000), 'tCO₂e') : noCell(say, why)
  }
  const { cycle, base, seal } = facts
  switch (fact) {
    case 'organisation':
      return textCell(`${facts.organisation}, ${facts.project}`)
    case 'period':
      return textCell(say('period_value', { from: cycle.startsOn, to: cycle.endsOn }))
    case 'version':
      return textCell(
        cycle.restatement === null
          ? say('version_first')
          : say('version_restated', { version: cycle.version, reason: cycle.restatement }),
      )
    case 'consolidation':
      return textCell(say(`approach_${facts.consolidation ?? 'none'}`))
    case 'operational_boundary':
      return boundaryCell(facts, say)
    case 'gwp_set':
      return textCell(say('gwp_value', { set: cycle.gwpSet }))
    case 'factor_year':
      return textCell(String(cycle.factorYear))
    case 'base_year':
      return base === null
        ? noCell(say, 'none', 'base_year_none')
        : textCell(`${namesOf(base.years, facts, say)} (${scopesText(base.scopes, base.basis, say)})`)
    case 'base_year_reason':
      return base === null || base.policy === '' ? noCell(say, 'none') : textCell(base.policy)
    case 'threshold':
      return base === null ? noCell(say, 'none') : percentCell(base.thresholdPercent)
    case 'incomplete':
      return facts.incompleteRows === null
        ? noCell(say, 'hidden')
        : figureCell(facts.incompleteRows, num(facts.incompleteRows))
    case 'seal':
      return seal === null ? noCell(say, 'none', 'not_sealed') : textCell(seal.sealHash)
    case 'sealed_at':
      return seal === null ? noCell(say, 'none', 'not_sealed') : textCell(seal.sealedAt.slice(0, 10))
    case 'root_hash':
      return seal === null ? noCell(say, 'none', 'not_sealed') : textCell(seal.rootHash)
  }
}

function boundaryCell({ current }: ReportFacts, say: SayWord): ReportCell {
  if (current.hiddenScopes.has(3)) {
    return noCell(say, 'hidden')
  }
  const counted = [...current.amounts.keys()].flatMap((key) =>
    key.startsWith('category:') ? [Number(key.slice(9))] : [],
  )
  return textCell(
    counted.length === 0
      ? say('boundary_no_scope_3')
      : say('boundary_scopes', { categories: counted.toSorted((a, b) => a - b).join(', ') }),
  )
}

/** Scopes with the method by which scope 2 is counted among them. */
export function scopesText(scopes: readonly number[], basis: 'location' | 'market', say: SayWord): string {
  return scopes
    .map((scope) => (scope === 2 ? say(`scope_2_${basis}`) : say(scope === 1 ? 'scope_1' : 'scope_3')))
    .join(' + ')
}
