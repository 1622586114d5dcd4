/** Rows of a program as one write on a sheet: whole rows are taken or rejected. Pure; looks at the sheet as it is. */
import type { CollabSession } from '#collab/hocuspocus/CollabSession.ts'
import type { SheetWrite } from '#collab/gate/encodeWrite.ts'
import { reasonAgainstValue } from '#collab/gate/decide.ts'
import { DELETED, ORDER, ROW_ID } from '#collab/schema/layout.ts'
import { orderKeysBetween } from '#collab/schema/orderKey.ts'
import { newRowIds } from '#collab/schema/rowId.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'
import { isCellValue, isTooLarge, type CellValue } from '#shared/cells/cellValue.ts'
import type { RejectedRow, RowWrite } from './ports.ts'

export interface PlannedRow {
  index: number
  id: string
  isNew: boolean
  values: ReadonlyMap<number, CellValue>
}

export interface RowPlan {
  rows: PlannedRow[]
  rejected: RejectedRow[]
}

type Problem = RejectedRow['cells'][number]

/** Above this a write is packed as rectangles. */
const MAX_SINGLE_CELLS = 64

/** `problemsOf`: why a row cannot be taken for its values elsewhere, in parts that are written after this one. */
export function planRowWrites(
  sheet: Sheet,
  session: CollabSession,
  rows: readonly RowWrite[],
  problemsOf: (index: number) => readonly Problem[] = () => [],
): RowPlan {
  const plan: RowPlan = { rows: [], rejected: [] }
  const fresh = newRowIds(rows.filter(({ id }) => id === undefined).length)
  const taken = new Set<string>()
  let nextFresh = 0
  rows.forEach(({ id: given, values }, index) => {
    const id = given ?? fresh[nextFresh++]!
    const isNew = given === undefined || !sheet.hasRow(id)
    const cells = [
      ...rowProblems(sheet, session, { id, isNew, isTwice: taken.has(id) }),
      ...cellProblems(session, values),
      ...problemsOf(index),
    ]
    taken.add(id)
    if (cells.length > 0) {
      plan.rejected.push({ index, cells })
    } else {
      plan.rows.push({ index, id, isNew, values })
    }
  })
  return plan
}

/** `lastOrder`: the order key of the last row of the sheet; new rows come behind it. */
export function writeOf(rows: readonly PlannedRow[], lastOrder: string | null): SheetWrite {
  const created = rows.filter(({ isNew }) => isNew)
  const orderKeys = orderKeysBetween(lastOrder, null, created.length)
  const orderOf = new Map(created.map(({ id }, i) => [id, orderKeys[i]!]))
  const withOrder = rows.map(({ id, values }) => {
    const order = orderOf.get(id)
    return { id, values: order === undefined ? values : new Map<number, CellValue>([[ORDER, order], ...values]) }
  })
  const count = withOrder.reduce((sum, { values }) => sum + values.size, 0)
  if (count <= MAX_SINGLE_CELLS) {
    const cells = withOrder.flatMap(({ id, values }) =>
      [...values].map(([ordinal, value]) => ({ row: id, ordinal, value })),
    )
    return { cells, rectangles: [] }
  }
  const existing = withOrder.filter(({ id, values }) => !orderOf.has(id) && values.size > 0)
  const groups = Map.groupBy(existing, ({ values }) => [...values.keys()].sort((a, b) => a - b).join())
  const fresh = withOrder.filter(({ id }) => orderOf.has(id))
  return { cells: [], rectangles: [fresh, ...groups.values()].filter((group) => group.length > 0).map(rectangleOf) }
}

function rectangleOf(
  rows: readonly { id: string; values: ReadonlyMap<number, CellValue> }[],
): SheetWrite['rectangles'][number] {
  const ordinals = [...new Set(rows.flatMap(({ values }) => [...values.keys()]))].sort((a, b) => a - b)
  return {
    rows: rows.map(({ id }) => id),
    ordinals,
    valueAt: (row, column) => rows[row]!.values.get(ordinals[column]!) ?? null,
  }
}

function rowProblems(
  sheet: Sheet,
  session: CollabSession,
  { id, isNew, isTwice }: { id: string; isNew: boolean; isTwice: boolean },
): Problem[] {
  if (!ROW_ID.test(id) || isTwice) {
    return [{ ordinal: ORDER, reason: 'bad-value' }]
  }
  if (isNew) {
    return session.writable.has(ORDER) ? [] : [{ ordinal: ORDER, reason: 'no-permission' }]
  }
  return sheet.value(id, DELETED) === true ? [{ ordinal: DELETED, reason: 'unknown-row' }] : []
}

/** Why values cannot stand in the cells of a part. */
export function cellProblems(session: CollabSession, values: ReadonlyMap<number, CellValue>): Problem[] {
  const problems: Problem[] = []
  for (const [ordinal, value] of values) {
    const reason = reasonAgainst(session, ordinal, value)
    if (reason !== null) {
      problems.push({ ordinal, reason })
    }
  }
  return problems
}

function reasonAgainst(session: CollabSession, ordinal: number, value: CellValue): Problem['reason'] | null {
  const rule = session.rule(ordinal)
  if (ordinal === ORDER || ordinal === DELETED) {
    return 'unknown-field'
  }
  if (rule.reason !== null) {
    return rule.reason
  }
  if (!session.writable.has(ordinal)) {
    return 'no-permission'
  }
  return !isCellValue(value) || isTooLarge(value) ? 'bad-value' : reasonAgainstValue(rule, value)
}
