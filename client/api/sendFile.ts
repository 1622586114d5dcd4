import type { Known, ReplyOf } from './apiTypes.ts'
import { readProblem } from './readProblem.ts'
import { getAccessToken } from './session.ts'

/** Sends a file as the body of a request, under its name. Throws ApiProblem. */
export async function sendFile<const Path extends string>(
  path: Path & Known<'post', Path>,
  file: File,
): Promise<ReplyOf<'post', Path>> {
  const query = new URLSearchParams({ name: file.name })
  const response = await fetch(`/api/v1/${path}?${query.toString()}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await getAccessToken()}`, 'content-type': 'application/octet-stream' },
    body: file,
  })
  if (!response.ok) {
    throw await readProblem(response)
  }
  const reply: ReplyOf<'post', Path> = await response.json()
  return reply
}
