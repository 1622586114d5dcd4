import { useEffect, useState } from 'react'
import { inSlices } from '#collab/schema/inSlices.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { RowView } from '#client/grid/view/RowView.ts'
import type { ViewState } from '#client/grid/view/viewState.ts'

/** How rows are put in order, and what has to be done before in steps. Another object for other rows. */
export interface RowPlan {
  model: SheetModel
  /** The part of the view that it follows. */
  view: Pick<ViewState, 'sort' | 'groups' | 'filters' | 'changed' | 'search'>
  /** It may take longer than a frame. */
  isLarge: boolean
  prepare: () => Generator<void>
  make: () => RowView
  makeInSteps: () => Generator<void, RowView>
}

/** The rows on display, and the plan that they were made by. */
export interface PreparedRows {
  plan: RowPlan
  rows: RowView
}

/**
 * The rows of a plan. In a large sheet those of the plan before stay on display while new ones are put in order, in
 * slices, so that the page never stands still.
 */
export function usePreparedRows(plan: RowPlan): PreparedRows {
  const [made, setMade] = useState<PreparedRows>(() => ({ plan, rows: plan.make() }))
  const isWaiting = made.plan !== plan && plan.isLarge && made.plan.model === plan.model
  useEffect(() => {
    let isOver = !isWaiting
    if (isWaiting) {
      void inSlices(
        inSteps(plan, () => isOver),
        'waited-for',
      ).then((rows) => rows !== null && setMade({ plan, rows }))
    }
    return () => {
      isOver = true
    }
  }, [plan, isWaiting])
  if (made.plan === plan || isWaiting) {
    return made
  }
  const next = { plan, rows: plan.make() }
  setMade(next)
  return next
}

/** Null when nobody wants to know any more. */
function* inSteps(plan: RowPlan, isOver: () => boolean): Generator<void, RowView | null> {
  for (const step of plan.prepare()) {
    if (isOver()) {
      return null
    }
    yield step
  }
  const rows = yield* plan.makeInSteps()
  yield
  rows.lines()
  yield
  return isOver() ? null : rows
}
