import type { SheetAddress } from '../collaboration/ports.ts'
import type { ChangeKind } from '#shared/cells/changeKinds.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'
import { countKeys } from './ChangeCounts.ts'
import { exactTime } from './HistoryChange.ts'

export interface HistoryOutline {
  /** Null: there is no sheet yet. */
  since: string | null
  until: string
  marks: { from: string; to: string; gestures: number }[]
  actorIds: string[]
  kinds: ChangeKind[]
}

interface Piece {
  from: string
  to: string
  gestures: number
  actorIds: (string | null)[]
  kinds: ChangeKind[]
}

/** Into how many pieces the life of a sheet is cut. */
const PIECES = 200

/** When a sheet was changed since it is there, by whom and how, as far as the reader may know. Complexity: all its gestures. */
export async function historyOutline(
  reader: TenantReader,
  tenantId: string,
  { tableId, cycleId }: SheetAddress,
  visible: readonly number[],
): Promise<HistoryOutline> {
  const [[life], pieces] = await reader.readBoth<Pick<HistoryOutline, 'since' | 'until'>, Piece>(
    tenantId,
    {
      sql: `SELECT ${exactTime('since')} AS since, ${exactTime('until')} AS until FROM (${LIFE}) life`,
      bindings: [tenantId, tableId, cycleId],
    },
    {
      sql: `
        WITH life AS (${LIFE}), piece AS (SELECT since, (until - since) / ${PIECES} AS length FROM life WHERE until > since),
        gesture AS (
          SELECT max(at) AS at, min(actor_id::text) AS actor, min(kind) AS kind FROM sheet_gestures
          WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3 AND counts ?| $4 GROUP BY gesture_id),
        placed AS (
          SELECT least(floor(extract(epoch FROM g.at - p.since) / extract(epoch FROM p.length)), ${PIECES - 1})::float8 AS n,
            g.actor, g.kind, p.* FROM gesture g, piece p)
        SELECT ${exactTime('since + n * length')} AS from, ${exactTime('since + (n + 1) * length')} AS to, count(*)::int AS gestures,
          array_agg(DISTINCT actor) AS "actorIds", array_agg(DISTINCT kind) AS kinds
        FROM placed GROUP BY n, since, length ORDER BY n`,
      bindings: [tenantId, tableId, cycleId, countKeys(visible)],
    },
  )
  return {
    since: life?.since ?? null,
    until: life?.until ?? new Date().toISOString(),
    marks: pieces.map(({ from, to, gestures }) => ({ from, to, gestures })),
    actorIds: [...new Set(pieces.flatMap(({ actorIds }) => actorIds.flatMap((id) => id ?? [])))],
    kinds: [...new Set(pieces.flatMap(({ kinds }) => kinds))],
  }
}

const LIFE = `SELECT min(created_at) AS since, now() AS until FROM documents WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3`
