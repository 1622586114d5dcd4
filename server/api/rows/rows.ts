import { newRowIds } from '#collab/schema/rowId.ts'
import {
  GatheredRowsQuery,
  GatheredRowsReply,
  RowReply,
  RowsCycleQuery,
  RowsQuery,
  RowsReply,
  WriteRowsBody,
  WriteRowsReply,
} from '#shared/api/rows.ts'
import { z } from 'zod'
import { writeOnce } from '#server/commands/writeOnce.ts'
import { writeRows } from '#server/commands/writeRows.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { authorize } from '#server/policies/authorize.ts'
import { type SignedInRequest, route } from '../routing/Route.ts'
import { rejectUnknown } from '../targets/rejectUnknown.ts'
import { checkRows } from './checkRows.ts'
import { listRows } from './listRows.ts'
import { ROW_FILTERS } from './documentedFilters.ts'
import { loadSheetAccess } from './loadSheetAccess.ts'
import { readRow } from './readRow.ts'

const TAG = 'Rows'
const BULK_BODY_BYTES = 32 << 20
const ANY_KEY = z.union([z.string(), z.array(z.string())])

const list = route({
  method: 'get',
  path: '/tables/{id}/rows',
  tag: TAG,
  summary: 'Rows of a table in a cycle, with what their formulas give; sort and filter by field key',
  query: RowsQuery.catchall(ANY_KEY),
  moreQuery: ROW_FILTERS,
  reply: RowsReply,
  async handle({ identity, params, query, services }) {
    return listRows(services, identity, { tableId: params['id']!, cycleId: query.cycle_id }, query)
  },
})

const one = route({
  method: 'get',
  path: '/tables/{id}/rows/{row_id}',
  freeParams: ['row_id'],
  tag: TAG,
  summary: 'One row, as the list shows it',
  query: RowsCycleQuery,
  reply: RowReply,
  async handle(request) {
    return readRow(request.services, request.identity, addressOf(request), request.params['row_id']!)
  },
})

const gathered = route({
  method: 'get',
  path: '/tables/{id}/rows/{row_id}/gathered',
  freeParams: ['row_id'],
  tag: TAG,
  summary: 'What the formula of a cell found among many rows: how many of which table, and which one fails',
  query: GatheredRowsQuery,
  reply: GatheredRowsReply,
  async handle({ identity, params, query, services }) {
    const { tenantId } = identity
    const address = { tableId: params['id']!, cycleId: query.cycle_id }
    const { sheet, access } = await loadSheetAccess(services, identity, address)
    const field = access.readable.find(({ key }) => key === query.field)
    await services.collaboration.waitUntilProjected(tenantId, sheet)
    const plans = await services.knownPlans.of(access)
    if (typeof field?.formula !== 'string' || plans === null) {
      throw new NotFoundError('field')
    }
    const { gatheredRows } = await import('./gatheredRows.ts')
    const asked = { sheet, plans, rowId: params['row_id']!, formula: field.formula }
    const ask = <Row extends object>(sql: string, bindings: readonly unknown[]) =>
      services.reader.read<Row & Record<string, unknown>>(tenantId, { sql, bindings })
    return gatheredRows(ask, (...place) => services.knownPlans.load(...place), tenantId, asked)
  },
})

const write = route({
  method: 'post',
  path: '/tables/{id}/rows',
  tag: TAG,
  summary: 'Create and update rows; good rows are taken, others are rejected with every reason',
  query: RowsCycleQuery,
  body: WriteRowsBody,
  checksBodyItself: true,
  takesIdempotencyKey: true,
  bodyLimitBytes: BULK_BODY_BYTES,
  reply: WriteRowsReply,
  async handle(request) {
    const { identity, services, body, ctx } = request
    const { sheet, access } = await loadSheetAccess(services, identity, addressOf(request))
    if (access.writable.size === 0) {
      authorize(identity, 'update', 'Row', access.place) // says why
    }
    const checked = checkRows(body, { fields: access.readable, writable: access.writable })
    const { good, rejected } = await rejectUnknown(services, { identity, sheet, access }, checked)
    const target = { identity, sheet, known: access }
    const work = async (newIds: readonly string[]): Promise<WriteRowsReply> => {
      let next = 0
      const rows = good.map(({ index, row }) => ({
        index,
        row: row.id === undefined ? { ...row, id: newIds[next++]! } : row,
      }))
      const written = await writeRows(services.collaboration, target, rows)
      return {
        accepted: written.accepted,
        rejected: [...rejected, ...written.rejected].sort((a, b) => a.index - b.index),
      }
    }
    const idsForNewRows = (): string[] => newRowIds(good.filter(({ row }) => row.id === undefined).length)
    const key = ctx.get('idempotency-key')
    if (key === '') {
      return work(idsForNewRows())
    }
    const fingerprint = `${ctx.method} ${ctx.url}\n${JSON.stringify(body)}`
    const once = { tenantId: identity.tenantId, userId: identity.userId, key: key.slice(0, 200), fingerprint }
    return writeOnce(services.db, once, idsForNewRows, work)
  },
})

const remove = route({
  method: 'delete',
  path: '/tables/{id}/rows/{row_id}',
  freeParams: ['row_id'],
  tag: TAG,
  summary: 'Delete a row; it can be restored',
  query: RowsCycleQuery,
  reply: null,
  async handle(request) {
    const { identity, services, params } = request
    const { sheet, access } = await loadSheetAccess(services, identity, addressOf(request))
    authorize(identity, 'delete', 'Row', access.place)
    await services.collaboration.deleteRow(identity, sheet, params['row_id']!)
  },
})

const restore = route({
  method: 'post',
  path: '/tables/{id}/rows/{row_id}/restore',
  freeParams: ['row_id'],
  tag: TAG,
  summary: 'Bring a deleted row back whole',
  query: RowsCycleQuery,
  reply: null,
  async handle(request) {
    const { identity, services, params } = request
    const { sheet, access } = await loadSheetAccess(services, identity, addressOf(request))
    authorize(identity, 'delete', 'Row', access.place)
    await services.collaboration.restoreRow(identity, sheet, params['row_id']!)
  },
})

export const rowRoutes = [list, one, gathered, write, remove, restore]

function addressOf({ params, query }: Pick<SignedInRequest<RowsCycleQuery, unknown>, 'params' | 'query'>) {
  return { tableId: params['id']!, cycleId: query.cycle_id }
}
