import type { FieldReply } from '#shared/api/tables.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { api } from '#client/api/apiClient.ts'
import { watchCycle, watchNames } from '#client/events/eventsSocket.ts'
import { keepChoices } from './suggest/keepChoices.ts'
import { askSuggestions } from './suggest/suggestionsQuery.ts'
import type { TargetSource } from '#client/sync/FieldTargets.ts'

/** What the cells of a field point at, over REST; people and rows of another table may be renamed at any time. */
export function targetSource(tableId: string, cycleId: string, { id, type, target }: FieldReply): TargetSource {
  const path = `tables/${tableId}/fields/${id}/targets` as const
  return {
    async lookup(values) {
      const { data } = await api.post(path, { cycle_id: cycleId, values })
      return data
    },
    search: (search, signal) => api.get(path, { query: { cycle_id: cycleId, search }, signal }),
    ...(type === 'factor' && {
      suggest: async (question, signal) =>
        (await askSuggestions({ tableId, cycleId, fieldId: id }, [question], signal))[0] ?? null,
    }),
    ...(type === 'factor' && {
      keepReason: async ({ row, question, activityField }) => {
        try {
          await keepChoices({ tableId, cycleId, fieldId: id }, activityField, [{ ...question, rows: [row] }])
        } catch (error) {
          // what is refused, such as the cell itself, would be refused again
          return !(error instanceof ApiProblem && error.code === 'network')
        }
        return true
      },
    }),
    // after a reconnection no table is named
    watch: (listener) =>
      target === null
        ? type === 'person'
          ? watchNames(listener)
          : () => {}
        : watchCycle(cycleId, (event) => ['', target.table_id].includes(event.table_id) && listener()),
  }
}
