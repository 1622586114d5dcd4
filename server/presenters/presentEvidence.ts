import type { EvidenceReply } from '#shared/api/evidence.ts'
import type { Evidence } from '../models/Evidence.ts'

/** Not by its hash: who has a file could tell from it that others have it too. */
export function presentEvidence(
  { id, name, mediaType, sizeBytes, uploadedAt }: Evidence,
  field: string,
  uploadedBy: EvidenceReply['uploaded_by'],
): EvidenceReply {
  return {
    id,
    field,
    name,
    media_type: mediaType,
    size_bytes: Number(sizeBytes),
    uploaded_by: uploadedBy,
    uploaded_at: uploadedAt.toISOString(),
  }
}
