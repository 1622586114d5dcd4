import type { Known } from './apiTypes.ts'
import { readProblem } from './readProblem.ts'
import { getAccessToken } from './session.ts'

/**
 * Lets the browser save a file of the API. It is never shown by our page, whatever it is: a page or a drawing with a script in
 * it would run as us. Throws ApiProblem.
 */
export async function saveFile<const Path extends string>(
  path: Path & Known<'get', Path>,
  query: Readonly<Record<string, string>>,
  name: string,
): Promise<void> {
  await saveReply(`${path}?${new URLSearchParams(query).toString()}`, {}, name)
}

/** The same of a file that is asked for with more than an address holds. */
export async function saveFileOf<const Path extends string>(
  path: Path & Known<'post', Path>,
  body: object,
  name: string,
): Promise<void> {
  await saveReply(path, { method: 'POST', body: JSON.stringify(body) }, name)
}

async function saveReply(path: string, asked: { method?: 'POST'; body?: string }, name: string): Promise<void> {
  const response = await fetch(`/api/v1/${path}`, {
    ...asked,
    headers: {
      authorization: `Bearer ${await getAccessToken()}`,
      ...(asked.body !== undefined && { 'content-type': 'application/json' }),
    },
  })
  if (!response.ok) {
    throw await readProblem(response)
  }
  save(await response.blob(), name)
}

/** Lets the browser save a text that the page made. */
export const saveText = (text: string, name: string): void => save(text, name)

function save(content: BlobPart, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href))
}
