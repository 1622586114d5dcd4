import type { Knex } from 'knex'
import type { FactorSuggestion } from '#shared/api/factorSuggestions.ts'
import { chooseFactor } from '#shared/emissions/choosing/chooseFactor.ts'
import type { FactorQuestion } from '#shared/emissions/choosing/factorQuestion.ts'
import { libraryCandidate } from '#shared/emissions/choosing/libraryCandidate.ts'
import { presentPlace } from '../places/sitePlaces.ts'
import { type Gwps, presentListedFactor } from '../presenters/presentFactor.ts'
import { type CandidateRow, factorCandidates } from './factorCandidates.ts'

/** So many refused ones are told, the nearest. */
const MOST_REFUSED = 50

/** Which factor of the library fits each question, in their order. The library is read once for each activity. */
export async function suggestFactors(
  trx: Knex.Transaction,
  questions: readonly FactorQuestion[],
  gwps: Gwps,
): Promise<FactorSuggestion[]> {
  const libraries = new Map<string, CandidateRow[]>()
  for (const { activity } of questions) {
    if (!libraries.has(activity)) {
      libraries.set(activity, await factorCandidates(trx, activity))
    }
  }
  return questions.map((question) => suggestionOf(question, libraries.get(question.activity) ?? [], gwps))
}

function suggestionOf(question: FactorQuestion, library: readonly CandidateRow[], gwps: Gwps): FactorSuggestion {
  const rows = new Map(library.map((row) => [row.id, row]))
  const { chosen, refused } = chooseFactor(question, library.map(libraryCandidate))
  return {
    activity: question.activity,
    place: presentPlace(question.place),
    factor_year: question.factorYear,
    chosen: chosen && {
      factor: presentListedFactor(rows.get(chosen.id)!, gwps),
      place: chosen.place,
      rule: chosen.rule,
      cautions: chosen.cautions,
    },
    refused: refused.slice(0, MOST_REFUSED).map(({ id, refusal }) => {
      const { name, year, geography, publisher, unit } = rows.get(id)!
      return { id, name, year, geography, publisher, unit, refusal }
    }),
    refused_count: refused.length,
  }
}
