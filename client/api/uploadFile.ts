import { ApiProblem } from './ApiProblem.ts'
import type { Known, ReplyOf } from './apiTypes.ts'
import type { Query } from './request.ts'
import { readProblem } from './readProblem.ts'
import { getAccessToken } from './session.ts'

export interface FileUpload<Path extends string> {
  /** Below /api/v1. */
  path: Path & Known<'post', Path>
  query: Query
  file: File
  /** From 0 to 1. */
  onProgress: (part: number) => void
  signal: AbortSignal
}

/** Sends a file as the body of a request and says how far it is, which `fetch` does not. Throws ApiProblem. */
export async function uploadFile<const Path extends string>({
  path,
  query,
  file,
  onProgress,
  signal,
}: FileUpload<Path>): Promise<ReplyOf<'post', Path>> {
  const token = await getAccessToken()
  const named = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, String(value)]],
  )
  const request = new XMLHttpRequest()
  request.open('POST', `/api/v1/${path}?${new URLSearchParams(named).toString()}`)
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
  if (request.status < 200 || request.status > 299) {
    throw await readProblem(new Response(request.responseText, { status: request.status }))
  }
  const reply: ReplyOf<'post', Path> = JSON.parse(request.responseText)
  return reply
}
