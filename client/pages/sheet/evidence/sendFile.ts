import type { EvidenceReply } from '#shared/api/evidence.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { readProblem } from '#client/api/readProblem.ts'
import { getAccessToken } from '#client/api/session.ts'
import type { SheetAddress } from '../history/historyQueries.ts'

export interface Sending {
  sheet: SheetAddress
  /** Key of the field whose cell it is for. */
  field: string
  file: File
  /** From 0 to 1. */
  onProgress: (part: number) => void
  signal: AbortSignal
}

/** Uploads a file; `fetch` tells nothing of how far it is. Throws ApiProblem. */
export async function sendFile({ sheet, field, file, onProgress, signal }: Sending): Promise<EvidenceReply> {
  const token = await getAccessToken()
  const query = new URLSearchParams({ cycle_id: sheet.cycleId, field, name: file.name })
  const request = new XMLHttpRequest()
  request.open('POST', `/api/v1/tables/${sheet.tableId}/evidence?${query.toString()}`)
  request.setRequestHeader('Authorization', `Bearer ${token}`)
  request.setRequestHeader('Content-Type', 'application/octet-stream')
  request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total))
  await new Promise<void>((resolve, reject) => {
    const fail = (): void =>
      reject(new ApiProblem({ code: 'network', status: 0, message: 'The server cannot be reached. Try again.' }))
    request.addEventListener('load', () => resolve())
    request.addEventListener('error', fail)
    request.addEventListener('abort', fail)
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
  if (request.status !== 200) {
    throw await readProblem(new Response(request.responseText, { status: request.status }))
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as in request.ts: the server sends what its contract says
  return JSON.parse(request.responseText) as EvidenceReply
}
