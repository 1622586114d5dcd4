import type { Knex } from 'knex'
import { RunChangesQuery, RunChangesReply, RunComparison, RunComparisonQuery } from '#shared/api/runChanges.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { foreignCursor, keysetPage, readCursor, writeCursor } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'
import { loadWholeRun, rowsNotKept } from './authorizeWholeRun.ts'

const comparison = route({
  method: 'get',
  path: '/runs/{id}/comparison',
  tag: 'Runs',
  summary:
    'What of its inputs differs from an earlier run of its cycle, counted by kind, and what the results differ by; for who may read everything in both',
  query: RunComparisonQuery,
  reply: RunComparison,
  async handle({ identity, params, query, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const { pair, keepRows } = await loadPair(trx, identity, { after: params['id']!, before: query.with })
      const { compareRuns } = await import('#server/runs/changes/compareRuns.ts')
      return compareRuns(trx, pair, keepRows)
    })
  },
})

const changes = route({
  method: 'get',
  path: '/runs/{id}/changes',
  tag: 'Runs',
  summary: 'The inputs of one kind that differ from an earlier run, with their values before and after',
  query: RunChangesQuery,
  reply: RunChangesReply,
  async handle({ identity, params, query, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const { pair, keepRows } = await loadPair(trx, identity, { after: params['id']!, before: query.with })
      const { changedRows, presentRows, recordChanges } = await import('#server/runs/changes/compareRuns.ts')
      if (query.kind !== 'rows') {
        return pageOfList(await recordChanges(trx, pair, query.kind), query)
      }
      if (!keepRows) {
        throw rowsNotKept()
      }
      const order = {
        columns: ['table_id', 'row_id'],
        keyOf: ({ table_id, row_id }: { table_id: string; row_id: string }) => [table_id, row_id],
      }
      const page = await keysetPage(changedRows(trx, pair), order, query)
      return { ...page, data: await presentRows(trx, pair, page.data) }
    })
  },
})

export const runChangeRoutes = [comparison, changes]

/** Both runs, of which the caller may read everything. Throws `other-cycle` when they are not of one cycle. */
async function loadPair(
  trx: Knex.Transaction,
  identity: Identity,
  { before, after }: { before: string; after: string },
): Promise<{ pair: { before: string; after: string }; keepRows: boolean }> {
  const [now, old] = [await loadWholeRun(trx, identity, after), await loadWholeRun(trx, identity, before)]
  if (now.cycle_id !== old.cycle_id) {
    const message = 'This run is of another cycle. Name one of the same cycle.'
    throw new ValidationError([{ path: 'with', code: 'other-cycle', message }])
  }
  return { pair: { before: old.id, after: now.id }, keepRows: now.keeps_rows && old.keeps_rows }
}

/** What runs froze never changes, so a place in the list is a place for good. */
function pageOfList<Item>(
  all: readonly Item[],
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): { data: Item[]; next_cursor: string | null } {
  const [from] = cursor === undefined ? [0] : readCursor(cursor, 1)
  if (typeof from !== 'number' || !Number.isSafeInteger(from) || from < 0) {
    throw foreignCursor()
  }
  const end = from + limit
  return { data: all.slice(from, end), next_cursor: end < all.length ? writeCursor([end]) : null }
}
