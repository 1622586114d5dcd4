import type { FieldChangeReply } from '#shared/api/fieldChanges.ts'
import type { AuditRow } from './presentAuditEntry.ts'

/** What who manages a table may know of every field: who reads and writes it, and that it is there. */
const OF_RIGHTS: ReadonlySet<string> = new Set([
  'name',
  'key',
  'type',
  'readers',
  'writers',
  'released',
  'retired',
  'place',
])

/** What became of a field; of one that the reader may not read, only what administering it tells. */
export function presentFieldChange(
  { id, at, actor_id, actor_name, action, subject_id, before, after }: AuditRow,
  field: { key: string; name: string },
  isReadable: boolean,
): FieldChangeReply {
  const told = (state: unknown): Record<string, unknown> => {
    const entries = typeof state === 'object' && state !== null ? Object.entries(state) : []
    return Object.fromEntries(entries.filter(([key]) => isReadable || OF_RIGHTS.has(key)))
  }
  return {
    id: String(id),
    at: at.toISOString(),
    by: actor_id === null ? null : (actor_name ?? 'Unknown'),
    action,
    field: { id: subject_id, ...field },
    before: told(before),
    after: told(after),
  }
}
