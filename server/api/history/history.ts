import {
  ChangedRowsQuery,
  ChangedRowsReply,
  GestureChangesQuery,
  GestureChangesReply,
  HistoryOutlineQuery,
  HistoryOutlineReply,
  RowHistoryQuery,
  RowHistoryReply,
  SheetAtQuery,
  SheetAtReply,
  SheetHistoryQuery,
  SheetHistoryReply,
} from '#shared/api/history.ts'
import { formerly } from '../routing/deprecation.ts'
import { route } from '../routing/Route.ts'
import { loadChangedRows } from './loadChangedRows.ts'
import { loadRowHistory } from './loadRowHistory.ts'
import { loadSheetAt } from './loadSheetAt.ts'
import { loadGestureChanges, loadHistoryOutline, loadSheetHistory } from './loadSheetHistory.ts'

const TAG = 'History'

const ofRow = route({
  method: 'get',
  path: '/tables/{id}/rows/{row_id}/history',
  freeParams: ['row_id'],
  tag: TAG,
  summary: 'Changes of the cells of a row, newest first, as far as you may read their fields',
  query: RowHistoryQuery,
  reply: RowHistoryReply,
  async handle({ identity, params, query, services }) {
    const row = { tableId: params['id']!, cycleId: query.cycle_id, rowId: params['row_id']! }
    return loadRowHistory(services, identity, row, query)
  },
})

const ofSheet = route({
  method: 'get',
  path: '/tables/{id}/history',
  tag: TAG,
  summary: 'What was done to a sheet, or to a row or field of it, newest first: one entry per gesture',
  query: SheetHistoryQuery,
  reply: SheetHistoryReply,
  async handle({ identity, params, query, services }) {
    return loadSheetHistory(services, identity, { tableId: params['id']!, cycleId: query.cycle_id }, query)
  },
})

const ofGesture = route({
  method: 'get',
  path: '/tables/{id}/history/{gesture_id}',
  tag: TAG,
  summary: 'Every cell that one gesture changed, as far as you may read their fields',
  query: GestureChangesQuery,
  reply: GestureChangesReply,
  async handle({ identity, params, query, services }) {
    const gesture = { tableId: params['id']!, cycleId: query.cycle_id, gestureId: params['gesture_id']! }
    return loadGestureChanges(services, identity, gesture, query)
  },
})

const outline = route({
  method: 'get',
  path: '/tables/{id}/history_outline',
  tag: TAG,
  summary: 'When a sheet was changed, by whom and how: for a time line and for filters',
  query: HistoryOutlineQuery,
  reply: HistoryOutlineReply,
  async handle({ identity, params, query, services }) {
    return loadHistoryOutline(services, identity, { tableId: params['id']!, cycleId: query.cycle_id }, query)
  },
})

const changedRows = route({
  method: 'get',
  path: '/tables/{id}/changed_rows',
  tag: TAG,
  summary: 'Which rows of a sheet were added or changed since a moment, in fields that you may read',
  query: ChangedRowsQuery,
  reply: ChangedRowsReply,
  async handle({ identity, params, query, services }) {
    return loadChangedRows(services, identity, { tableId: params['id']!, cycleId: query.cycle_id }, query)
  },
})

const sheetAt = route({
  method: 'get',
  path: '/sheets/at',
  tag: TAG,
  summary: 'A sheet as it was at a moment, with the fields that you may read now',
  query: SheetAtQuery,
  reply: SheetAtReply,
  async handle({ identity, query, services, ctx }) {
    const sheet = { tableId: query.table_id, cycleId: query.cycle_id }
    ctx.type = 'application/json'
    ctx.body = await loadSheetAt(services, identity, sheet, query.at)
  },
})

const WITH_HYPHENS = { since: '2026-12-01', sunset: '2027-06-01' }
const formerOutline = formerly(outline, '/tables/{id}/history-outline', WITH_HYPHENS)
const formerChangedRows = formerly(changedRows, '/tables/{id}/changed-rows', WITH_HYPHENS)

export const historyRoutes = [
  ofRow,
  ofSheet,
  ofGesture,
  outline,
  changedRows,
  sheetAt,
  formerOutline,
  formerChangedRows,
]
