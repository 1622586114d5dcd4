export const ROWS_PER_STATEMENT = 1000

/**
 * The journaled update at a position, looked up by its key: as a plain join, PostgreSQL may read every update of the
 * document for a handful of rows. The statements have no name, so that no plan is kept from when the journal was short.
 */
export const updateAt = (position: string): string =>
  `SELECT created_at, actor_id, session_id, origin FROM document_updates
   WHERE tenant_id = $1 AND document_id = $4 AND seq = ${position} LIMIT 1`
