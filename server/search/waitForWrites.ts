import type { AppServices } from '../api/AppServices.ts'
import type { SearchedSheet } from './searchedSheets.ts'

/** Sheets of which something is journaled that rows and words do not have yet. */
const BEHIND = `
  SELECT DISTINCT d.table_id, d.cycle_id FROM documents d
    JOIN document_projections p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
  WHERE d.tenant_id = $1 AND p.position < d.head_seq`

/** Cycles with notes of which something is written that their texts do not have yet. */
const NOTES_BEHIND = 'SELECT DISTINCT cycle_id FROM notes WHERE tenant_id = $1 AND projected_seq < head_seq'

/** Everything that was written in these sheets before the call can be found. */
export async function waitForWrites(
  { reader, collaboration }: Pick<AppServices, 'reader' | 'collaboration'>,
  tenantId: string,
  sheets: readonly SearchedSheet[],
): Promise<void> {
  const [behind, notes] = await reader.readBoth<{ table_id: string; cycle_id: string }, { cycle_id: string }>(
    tenantId,
    { sql: BEHIND, bindings: [tenantId] },
    { sql: NOTES_BEHIND, bindings: [tenantId] },
  )
  const isSearched = new Set(sheets.flatMap(({ table, cycle }) => [`${table.id} ${cycle.id}`, cycle.id]))
  for (const { table_id: tableId, cycle_id: cycleId } of behind) {
    if (isSearched.has(`${tableId} ${cycleId}`)) {
      await collaboration.waitUntilProjected(tenantId, { tableId, cycleId })
    }
  }
  for (const { cycle_id: cycleId } of notes) {
    if (isSearched.has(cycleId)) {
      await collaboration.waitUntilNotesProjected(tenantId, { cycleId })
    }
  }
}
