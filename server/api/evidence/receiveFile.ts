import type { IncomingMessage } from 'node:http'
import { AppError } from '#server/errors/AppError.ts'
import { FileTooLarge, type KeptFile } from '#server/storage/files/FileStore.ts'
import type { AppServices } from '../AppServices.ts'

/** The body of a request as a file that is kept. Throws `body-too-large`, `malformed-body`, `unavailable`; then nothing is. */
export async function receiveFile(
  { files, maxFileBytes }: Pick<AppServices, 'files' | 'maxFileBytes'>,
  request: IncomingMessage,
): Promise<KeptFile> {
  if (Number(request.headers['content-length'] ?? 0) > maxFileBytes) {
    throw tooLarge(maxFileBytes)
  }
  if (request.headers['content-length'] === '0' || request.headers['content-encoding'] !== undefined) {
    throw malformed('Send the file itself as the body, not empty and uncompressed.')
  }
  try {
    // Not destroyed: whoever sends too much is to hear so.
    const kept = await files.keep(request.iterator({ destroyOnReturn: false }), maxFileBytes)
    if (kept.sizeBytes === 0) {
      throw malformed('The file is empty.')
    }
    return kept
  } catch (error) {
    throw refusalOf(error, maxFileBytes)
  }
}

function refusalOf(error: unknown, maxFileBytes: number): unknown {
  if (error instanceof FileTooLarge) {
    return tooLarge(maxFileBytes)
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ECONNRESET') {
    return malformed('The upload ended before the file was here.')
  }
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? new AppError({
        code: 'unavailable',
        status: 503,
        detail: 'The server has no room for files left. Nothing was changed. Tell an administrator.',
        cause: error,
      })
    : error
}

const malformed = (detail: string): AppError =>
  new AppError({ code: 'malformed-body', status: 400, detail: `${detail} Nothing was changed.` })

const tooLarge = (maxFileBytes: number): AppError =>
  new AppError({
    code: 'body-too-large',
    status: 413,
    detail: `The file is larger than ${maxFileBytes >> 20} MB. Nothing was changed. Attach a smaller one.`,
  })
