import type { Knex } from 'knex'
import { Evidence } from '../models/Evidence.ts'
import type { Identity } from '../policies/Identity.ts'
import { recordAudit } from './recordAudit.ts'

/** The record of a file that is kept. The same file of the same person for the same field is there once. */
export async function addEvidence(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId }: Identity,
  file: Pick<Evidence, 'tableId' | 'fieldId' | 'hash' | 'name' | 'mediaType' | 'sizeBytes'>,
  origin: string,
): Promise<Evidence> {
  const { fieldId, hash, name } = file
  const inserted: { id: string }[] = await trx('evidence')
    .insert({
      tenant_id: tenantId,
      table_id: file.tableId,
      field_id: fieldId,
      hash,
      name,
      media_type: file.mediaType,
      size_bytes: file.sizeBytes,
      uploaded_by: userId,
    })
    .onConflict(trx.raw('(tenant_id, field_id, uploaded_by, hash, name) WHERE deleted_at IS NULL'))
    .ignore()
    .returning('id')
  const added = await Evidence.query(trx)
    .findOne({ field_id: fieldId, uploaded_by: userId, hash, name })
    .whereNull('deleted_at')
    .throwIfNotFound()
  if (inserted.length === 0) {
    return added
  }
  await recordAudit(trx, {
    tenantId,
    actorId: userId,
    actorKind: 'user',
    sessionId,
    action: 'evidence.upload',
    subjectKind: 'evidence',
    subjectId: added.id,
    before: null,
    // Not its name or hash: who reads the log may not read the field.
    after: { field_id: added.fieldId, size_bytes: Number(added.sizeBytes) },
    origin,
  })
  return added
}
