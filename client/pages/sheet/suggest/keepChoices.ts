import { type FactorChoicesBody, MOST_CHOSEN_ROWS } from '#shared/api/factorChoices.ts'
import { api } from '#client/api/apiClient.ts'
import type { FactorColumn } from './suggestionsQuery.ts'

type Choice = FactorChoicesBody['choices'][number]

/** Why the cells name what they name is kept beside them, in as many calls as the contract wants. */
export async function keepChoices(
  { tableId, cycleId, fieldId }: FactorColumn,
  activityField: string | null,
  choices: readonly Choice[],
): Promise<void> {
  for (const some of sliced(choices)) {
    await api.post(`tables/${tableId}/fields/${fieldId}/choices`, {
      cycle_id: cycleId,
      activity_field: activityField,
      choices: some,
    })
  }
}

/** In calls of so many rows. */
function* sliced(choices: readonly Choice[]): Generator<Choice[]> {
  let [slice, count]: [Choice[], number] = [[], 0]
  for (const { rows, ...about } of choices) {
    for (let i = 0; i < rows.length; i += MOST_CHOSEN_ROWS) {
      const some = rows.slice(i, i + MOST_CHOSEN_ROWS)
      if (count + some.length > MOST_CHOSEN_ROWS) {
        yield slice
        ;[slice, count] = [[], 0]
      }
      slice.push({ ...about, rows: some })
      count += some.length
    }
  }
  if (slice.length > 0) {
    yield slice
  }
}
