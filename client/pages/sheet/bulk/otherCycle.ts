import { queryOptions, useQuery } from '@tanstack/react-query'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { RowsReply } from '#shared/api/rows.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { cellConverter, type CellMeaning, type TextReading } from '#shared/cells/convertCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { api } from '#client/api/apiClient.ts'
import { cyclesQuery } from '#client/api/queries.ts'
import type { OtherRow } from './carryOver.ts'

const PAGE = 500

/**
 * The rows of a table in another cycle, with these fields as far as the reader may read them, and what stands in them as the
 * fields mean it here: a locked cycle keeps the units that it had.
 */
export const otherRowsQuery = (tableId: string, cycleId: string | null, fields: readonly Field[]) =>
  queryOptions({
    queryKey: ['other-rows', tableId, cycleId, fields.map(({ key, type, unit }) => `${key} ${type} ${unit}`).join()],
    enabled: cycleId !== null && fields.length > 0,
    gcTime: 20_000,
    queryFn: async ({ signal }): Promise<OtherRow[]> => {
      const keys = fields.map(({ key }) => key)
      const query = { table_id: tableId, cycle_id: cycleId ?? '' }
      const other = await api.get('sheets', { query, signal })
      const rows: OtherRow[] = []
      let cursor: string | null = null
      do {
        const page: RowsReply = await api.get(`tables/${tableId}/rows`, {
          query: { cycle_id: cycleId ?? '', fields: keys.join(','), limit: PAGE, cursor },
          signal,
        })
        rows.push(...page.data.map((row) => ({ ...row, values: valuesHere(row.values, other.table.fields, fields) })))
        cursor = page.next_cursor
      } while (cursor !== null)
      return rows
    },
  })

/** Texts that could be two things stay as they are: nobody is asked here. */
const AS_IT_IS: TextReading = { decimals: 'open', dates: 'open' }

function valuesHere(
  values: OtherRow['values'],
  there: readonly CellMeaningOf[],
  here: readonly Field[],
): Record<string, CellValue> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const [from, to] = [there.find((field) => field.key === key), here.find((field) => field.key === key)]
      const isOther = from !== undefined && to !== undefined && (from.type !== to.type || from.unit !== to.unit)
      return [key, isOther ? cellConverter(from, to, AS_IT_IS)(value) : value]
    }),
  )
}

type CellMeaningOf = CellMeaning & { key: string }

/** The other cycles of a project that this person sees, the one before first. Undefined: still being read. */
export function useOtherCycles(own: CycleReply): CycleReply[] | undefined {
  const { data } = useQuery(cyclesQuery(own.project_id))
  const distance = ({ starts_on: start }: CycleReply): number =>
    Math.abs(Date.parse(own.starts_on) - Date.parse(start)) + (start > own.starts_on ? 1e15 : 0)
  return data?.filter(({ id }) => id !== own.id).toSorted((a, b) => distance(a) - distance(b))
}
