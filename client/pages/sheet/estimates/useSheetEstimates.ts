import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { EstimatesReply } from '#shared/api/estimates.ts'
import { useCycleChanges } from '#client/events/useCycleChanges.ts'
import { estimatesQuery } from '#client/features/estimates/estimateQueries.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'

export type SheetEstimate = EstimatesReply['data'][number]

/** The estimate that a cell holds; null: it holds none. Another function when the estimates are others. */
export type EstimateOf = (row: string, key: string) => SheetEstimate | null

/**
 * The estimates of a sheet. The server says which are in force; a value that was entered since, and has not come back to it
 * yet, ends one at once.
 */
export function useSheetEstimates(model: SheetModel, sheet: { table_id: string; cycle_id: string }): EstimateOf {
  useCycleChanges(sheet.cycle_id)
  const { data } = useQuery(estimatesQuery(sheet.cycle_id, sheet.table_id))
  return useMemo(() => {
    const known = new Map(data?.data.map((one) => [`${one.row_id} ${one.field.key}`, one]))
    return (row, key) => {
      const found = known.get(`${row} ${key}`) ?? null
      return found !== null && model.value(row, key) === found.value ? found : null
    }
  }, [data, model])
}
