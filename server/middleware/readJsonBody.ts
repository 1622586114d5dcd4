import type { IncomingMessage } from 'node:http'
import { AppError } from '../errors/AppError.ts'

/**
 * Reads a JSON body of at most `limitBytes`. Own code instead of a body parser, because the size depends on the route
 * and every refusal has to be a problem with words. Throws `malformed-body` or `body-too-large`.
 */
export async function readJsonBody(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
  if (type !== 'application/json' && !type.endsWith('+json')) {
    throw malformed('Send the body as JSON, with the header Content-Type: application/json.')
  }
  if (request.headers['content-encoding'] !== undefined) {
    throw malformed('Send the body uncompressed: Content-Encoding is not understood here.')
  }
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) {
    throw tooLarge(limitBytes)
  }
  const text = (await readBytes(request, limitBytes)).toString('utf8')
  try {
    return JSON.parse(text)
  } catch (error) {
    throw malformed(`The body is not valid JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`)
  }
}

async function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limitBytes) {
      throw tooLarge(limitBytes)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}

function malformed(detail: string): AppError {
  return new AppError({ code: 'malformed-body', status: 400, detail: `${detail} Nothing was changed.` })
}

function tooLarge(limitBytes: number): AppError {
  const limit = limitBytes >= 1 << 20 ? `${limitBytes >> 20} MB` : `${limitBytes >> 10} kB`
  return new AppError({
    code: 'body-too-large',
    status: 413,
    detail: `The body is larger than ${limit}. Nothing was changed. Send it in smaller parts.`,
  })
}
