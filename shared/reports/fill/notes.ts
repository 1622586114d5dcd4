import { SCOPE_3_CATEGORIES } from '#shared/boundary/scope3Categories.ts'
import { tonnes } from '#shared/quantities/numberText.ts'
import type { ReportFacts } from '../reportFacts.ts'
import type { NoteName } from '../templates/reportTemplate.ts'
import type { SayWord } from '../words/reportWords.ts'
import { amountOf } from '../yearFigures.ts'

const amountText = (kg: number): string => `${tonnes(kg / 1000)}\u00a0tCO₂e`

/** The sentences of a note, none where there is nothing to say. */
export function noteTexts(note: NoteName, facts: ReportFacts, say: SayWord): string[] {
  switch (note) {
    case 'gross':
    case 'scope_2_methods':
    case 'biogenic':
    case 'esrs_not_here':
    case 'gri_superseded':
    case 'gri_reductions':
    case 'energy_method':
    case 'secr_actions':
    case 'cdp_not_here':
      return [say(`note_${note}`)]
    case 'methods':
      return [say('note_methods', { set: say('gwp_value', { set: facts.cycle.gwpSet }) })]
    case 'exclusions':
      return [
        facts.declarations.length === 0
          ? say('note_exclusions_none')
          : say('note_exclusions', { count: facts.declarations.length }),
      ]
    case 'unaccounted':
      return unaccounted(facts, say)
    case 'gwp_mixture':
      return facts.otherGwp.map(({ gwpSet, kg }) =>
        gwpSet === null
          ? say('note_gwp_unstated', { amount: amountText(kg) })
          : say('note_gwp_other', { amount: amountText(kg), set: say('gwp_value', { set: gwpSet }) }),
      )
    case 'partial_gases':
      return facts.partial.map(({ gases, kg }) =>
        say('note_partial', {
          amount: amountText(kg),
          gases: gases.map((gas) => (gas === 'CH4' ? say('gas_CH4') : say('gas_N2O'))).join(', '),
        }),
      )
    case 'uncertainty':
      return [say(facts.uncertainty.size === 0 ? 'note_uncertainty_none' : 'note_uncertainty')]
    case 'sites_not_stated': {
      const sites = facts.sites.filter(({ isStated }) => !isStated).map(({ name }) => name)
      return facts.consolidation === null || sites.length === 0
        ? []
        : [say('note_sites_not_stated', { sites: sites.join(', ') })]
    }
    case 'base_policy':
      return facts.base === null
        ? []
        : [
            facts.base.policy === ''
              ? say('note_base_policy_none')
              : say('note_base_policy', { policy: facts.base.policy }),
          ]
  }
}

function unaccounted({ current, declarations }: ReportFacts, say: SayWord): string[] {
  const declared = new Set(
    declarations.flatMap(({ category, name }) => (name === '' && category !== null ? [category] : [])),
  )
  const open = SCOPE_3_CATEGORIES.filter(
    (category) => !declared.has(category) && amountOf(current, `category:${category}`).why === 'unknown',
  )
  if (current.hiddenScopes.has(3)) {
    return []
  }
  return [open.length === 0 ? say('note_unaccounted_none') : say('note_unaccounted', { categories: open.join(', ') })]
}
