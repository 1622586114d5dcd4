import type { SheetAddress } from '../collaboration/ports.ts'
import type { HistoryKind } from '#shared/cells/changeKinds.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'
import { countKeys } from './ChangeCounts.ts'
import { exactTime } from './HistoryChange.ts'
import { ENTRY_ID } from './noteEntries.ts'

export interface HistoryOutline {
  /** Null: there is no sheet yet. */
  createdAt: string | null
  /** Where the outline begins. */
  since: string | null
  until: string
  marks: { from: string; to: string; gestures: number }[]
  actorIds: string[]
  kinds: HistoryKind[]
}

interface Piece {
  from: string
  to: string
  gestures: number
  actorIds: (string | null)[]
  kinds: HistoryKind[]
}

/** Into how many pieces the life of a sheet is cut. */
const PIECES = 200

/** When a sheet was changed since it is there, by whom and how, as far as the reader may know. Complexity: all its gestures. */
export async function historyOutline(
  reader: TenantReader,
  tenantId: string,
  { tableId, cycleId }: SheetAddress,
  visible: readonly number[],
  asked: string | undefined,
): Promise<HistoryOutline> {
  const [[life], pieces] = await reader.readBoth<Pick<HistoryOutline, 'createdAt' | 'since' | 'until'>, Piece>(
    tenantId,
    {
      sql: `SELECT ${exactTime('created_at')} AS "createdAt", ${exactTime('since')} AS since, ${exactTime('until')} AS until FROM (${LIFE}) life`,
      bindings: [tenantId, tableId, cycleId, asked ?? null],
    },
    {
      sql: `
        WITH life AS (${LIFE}), piece AS (SELECT since, (until - since) / ${PIECES} AS length FROM life WHERE until > since),
        gesture AS (
          SELECT gesture_id AS id, max(at) AS at, min(actor_id::text) AS actor, min(kind) AS kind FROM sheet_gestures
          WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3 AND counts ?| $5 GROUP BY gesture_id
          UNION ALL
          SELECT ${ENTRY_ID}, h.at, actor::text, 'noted'
          FROM notes n JOIN note_changes h ON h.tenant_id = n.tenant_id AND h.note_id = n.id, unnest(h.actor_ids) AS actor
          WHERE n.tenant_id = $1 AND n.table_id = $2 AND n.cycle_id = $3),
        seen AS (SELECT g.* FROM gesture g, life WHERE g.at >= life.since),
        placed AS (
          SELECT least(floor(extract(epoch FROM g.at - p.since) / extract(epoch FROM p.length)), ${PIECES - 1})::float8 AS n,
            g.id, g.actor, g.kind, p.* FROM seen g, piece p)
        SELECT ${exactTime('since + n * length')} AS from, ${exactTime('since + (n + 1) * length')} AS to, count(DISTINCT id)::int AS gestures,
          array_agg(DISTINCT actor) AS "actorIds", array_agg(DISTINCT kind) AS kinds
        FROM placed GROUP BY n, since, length ORDER BY n`,
      bindings: [tenantId, tableId, cycleId, asked ?? null, countKeys(visible)],
    },
  )
  return {
    createdAt: life?.createdAt ?? null,
    since: life?.since ?? null,
    until: life?.until ?? new Date().toISOString(),
    marks: pieces.map(({ from, to, gestures }) => ({ from, to, gestures })),
    actorIds: [...new Set(pieces.flatMap(({ actorIds }) => actorIds.flatMap((id) => id ?? [])))],
    kinds: [...new Set(pieces.flatMap(({ kinds }) => kinds))],
  }
}

const LIFE = `
  SELECT min(created_at) AS created_at, greatest(min(created_at), $4::timestamptz) AS since, now() AS until
  FROM documents WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3`
