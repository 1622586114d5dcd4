import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { countDifferences, differenceOf, type Difference, type DifferenceCount } from './differences.ts'
import { sheetAtQuery } from './historyQueries.ts'
import { openPast, type PastSheet } from './pastSheet.ts'

export interface TimeTravel {
  /** ISO time; null: now. */
  moment: string | null
  goTo: (moment: string | null) => void
  /** The sheet of the chosen moment, or of the one before while that one is on its way. Null: now is on screen. */
  past: PastSheet | null
  state: 'ready' | 'loading' | 'failed'
  retry: () => void
  /** How an entered cell stands now; null when it did not change. Another function whenever something changed. */
  differs: ((row: string, key: string) => Difference | null) | null
  /** Null while it is being counted. */
  count: DifferenceCount | null
}

/** The sheet at a moment that was chosen, beside the one that is live. */
export function useTimeTravel(description: SheetReply, now: SheetModel): TimeTravel {
  const [moment, goTo] = useState<string | null>(null)
  const sheet = { tableId: description.table_id, cycleId: description.cycle_id }
  const found = useQuery({ ...sheetAtQuery(sheet, moment ?? ''), enabled: moment !== null })
  const { data } = found
  const opened = useMemo(
    () => (data === undefined ? null : openPast(description, data.at, data.content, (key) => now.targetsOf(key))),
    [description, data, now],
  )
  const past = moment === null ? null : opened
  const version = now.version()
  const differs = useMemo(
    () =>
      past === null
        ? null
        : // another function for every version of the live sheet
          (row: string, key: string) => (version < 0 ? null : differenceOf(past.model, now, row, key)),
    [past, now, version],
  )
  const { refetch } = found
  const retry = useCallback(() => void refetch(), [refetch])
  return {
    moment,
    goTo,
    past,
    state: moment === null || past?.at === moment ? 'ready' : found.isError ? 'failed' : 'loading',
    retry,
    differs,
    count: useCount(past, now, version),
  }
}

/** In pieces between which the page lives; begun anew a while after the live sheet changed. */
function useCount(past: PastSheet | null, now: SheetModel, version: number): DifferenceCount | null {
  const [count, setCount] = useState<{ of: PastSheet; count: DifferenceCount } | null>(null)
  useEffect(() => {
    if (past === null) {
      return
    }
    const steps = countDifferences(past.model, now)
    let timer: ReturnType<typeof setTimeout>
    const go = (): void => {
      const { done, value } = steps.next()
      if (done === true) {
        setCount({ of: past, count: value })
      } else {
        timer = setTimeout(go)
      }
    }
    timer = setTimeout(go, COUNT_DELAY_MS)
    return () => clearTimeout(timer)
  }, [past, now, version])
  return past !== null && count?.of === past ? count.count : null
}

const COUNT_DELAY_MS = 60
