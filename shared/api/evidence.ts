import { z } from 'zod'

/** Query of `POST tables/{id}/evidence`; the body is the file itself. */
export const NewEvidenceQuery = z.object({
  cycle_id: z.guid(),
  /** Key of the field whose cell it is for. */
  field: z.string().min(1),
  /** What the file is called; a path before it and what cannot be shown is left out, and it is cut to 200 characters. */
  name: z.string().min(1),
})

export const EvidenceQuery = z.object({ cycle_id: z.guid() })

export const EvidenceReply = z.object({
  id: z.string(),
  field: z.string(),
  name: z.string(),
  /** What its first bytes look like. It is always sent as `application/octet-stream`. */
  media_type: z.string(),
  size_bytes: z.number(),
  uploaded_by: z.object({ id: z.string(), name: z.string() }),
  /** ISO time. */
  uploaded_at: z.string(),
})
export type EvidenceReply = z.infer<typeof EvidenceReply>

/** Contract of `GET tables/{id}/rows/{row_id}/evidence`: the files in the cells of the row that the caller may read. */
export const EvidenceListReply = z.object({
  data: z.array(EvidenceReply),
  /** Largest file that is taken. */
  max_bytes: z.number(),
})
export type EvidenceListReply = z.infer<typeof EvidenceListReply>
