import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** One file of an archive; its content is read when its turn comes. */
export interface ArchivedFile {
  /** With folders, `/` between them. */
  name: string
  content: AsyncIterable<string | Buffer> | Iterable<string | Buffer>
}

/** Fast rather than small: level 6 makes tables a tenth smaller and takes three times as long. */
const COMPRESSION_LEVEL = 1

/**
 * A ZIP archive in pieces, made while it is read: memory does not grow with its files, however large they are (ZIP64 where
 * needed). Ends the files that are open when the reader stops.
 */
export async function* zipOf(files: AsyncIterable<ArchivedFile>, made: Date): AsyncGenerator<Buffer> {
  const zip = new ZipFile()
  const output = new PassThrough()
  const left = new AbortController()
  zip.outputStream.pipe(output)
  zip.on('error', (error: Error) => output.destroy(error))
  const filled = fill(zip, files, { made, signal: left.signal })
  filled.catch((error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error))))
  try {
    for await (const chunk of output) {
      yield chunk
    }
  } finally {
    left.abort()
    await filled.catch(() => {}) // the reader has heard of it, or does not want to
  }
}

async function fill(
  zip: ZipFile,
  files: AsyncIterable<ArchivedFile>,
  { made, signal }: { made: Date; signal: AbortSignal },
): Promise<void> {
  for await (const { name, content } of files) {
    const entry = new PassThrough()
    zip.addReadStream(entry, name, { mtime: made, compressionLevel: COMPRESSION_LEVEL })
    await pipeline(Readable.from(content), entry, { signal })
  }
  zip.end()
}
