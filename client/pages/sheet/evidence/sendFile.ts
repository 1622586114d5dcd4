import type { EvidenceReply } from '#shared/api/evidence.ts'
import { type FileUpload, uploadFile } from '#client/api/uploadFile.ts'
import type { SheetAddress } from '../history/historyQueries.ts'

export interface Sending extends Omit<FileUpload<string>, 'path' | 'query'> {
  sheet: SheetAddress
  /** Key of the field whose cell it is for. */
  field: string
}

/** Uploads a file of a cell. Throws ApiProblem. */
export const sendFile = ({ sheet, field, ...sent }: Sending): Promise<EvidenceReply> =>
  uploadFile({
    ...sent,
    path: `tables/${sheet.tableId}/evidence`,
    query: { cycle_id: sheet.cycleId, field, name: sent.file.name },
  })
