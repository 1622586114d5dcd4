/** Every journaled update and every fold has exactly its entry in the audit log, and the other way round. */
import type pg from 'pg'
import { inTenantOn } from '../storage/journal/inTenantOn.ts'
import type { Problem, StoredDocument } from './StoredDocument.ts'

const TAMPERED = 'compare the audit log with a backup: the program writes both in one statement and changes neither'
/** The rest is counted. */
const TOLD = 20

export function verifyAudit(owner: pg.Pool, document: StoredDocument): Promise<Problem[]> {
  const { tenantId, documentId } = document
  return inTenantOn(
    owner,
    tenantId,
    async (client) => {
      const updates = await client.query<{ seq: number; what: string }>(
        `WITH told AS (
           SELECT (after->>'seq')::bigint AS seq, actor_id FROM audit_log
           WHERE tenant_id = $1 AND subject_kind = 'document' AND subject_id = $2::bigint::text AND action = 'sheet.write'
         ), written AS (
           SELECT seq, actor_id FROM document_updates WHERE tenant_id = $1 AND document_id = $2
         )
         SELECT coalesce(w.seq, t.seq)::float8 AS seq, CASE
             WHEN max(w.seq) IS NULL THEN 'in the audit log, but not in the journal'
             WHEN count(t.seq) = 0 THEN 'without an entry in the audit log'
             WHEN count(t.seq) > 1 THEN 'more than once in the audit log'
             ELSE 'by somebody else in the audit log' END AS what
         FROM written w FULL JOIN told t ON t.seq = w.seq
         GROUP BY coalesce(w.seq, t.seq)
         HAVING max(w.seq) IS NULL OR count(t.seq) <> 1 OR bool_or(w.actor_id IS DISTINCT FROM t.actor_id)
         ORDER BY 1`,
        [tenantId, documentId],
      )
      const folds = await client.query<{ generation: number }>(
        `SELECT g.generation FROM document_generations g JOIN documents d ON d.tenant_id = g.tenant_id AND d.id = g.document_id
         WHERE g.tenant_id = $1 AND g.document_id = $2 AND g.generation BETWEEN 2 AND d.generation AND NOT EXISTS (
           SELECT FROM audit_log a
           WHERE a.tenant_id = $1 AND a.subject_kind = 'document' AND a.subject_id = $2::bigint::text AND a.action = 'sheet.fold'
             AND a.after->>'generation' = g.generation::text AND a.after->>'sha256' = encode(g.sha256, 'hex'))
         ORDER BY 1`,
        [tenantId, documentId],
      )
      const problems = [
        ...updates.rows.map(({ seq, what }) => ({ document, where: `position ${seq}`, what, remedy: TAMPERED })),
        ...folds.rows.map(({ generation }) => ({
          document,
          where: `generation ${generation}`,
          what: 'its first state is not the one of the audit log',
          remedy: TAMPERED,
        })),
      ]
      return told(problems)
    },
    'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
  )
}

/** The first of them, and how many more there are. */
export function told(problems: readonly Problem[]): Problem[] {
  const more = problems.length - TOLD
  const first = problems.slice(0, TOLD)
  return more <= 0 ? first : [...first, { ...first.at(-1)!, where: `and ${more} more`, what: 'of this kind' }]
}
