import { buffer } from 'node:stream/consumers'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import { ReadingError } from '#server/reading/ReadingError.ts'
import type { ReadingThread } from '#server/reading/ReadingThread.ts'
import type { Spreadsheet } from '#server/reading/Spreadsheet.ts'
import type { FileStore } from '#server/storage/files/FileStore.ts'

/** What reads files of people. */
export interface FileReading {
  files: FileStore
  reading: ReadingThread
}

/** A kept file as tables. Throws ValidationError when it is none, and NotFoundError when it is not there any more. */
export async function readKeptFile({ files, reading }: FileReading, hash: string, name: string): Promise<Spreadsheet> {
  const content = await files.open(hash)
  if (content === null) {
    throw new NotFoundError('file')
  }
  try {
    return await reading.read(await buffer(content), name)
  } catch (error) {
    if (error instanceof ReadingError) {
      throw new ValidationError([{ path: 'file', code: error.code, message: error.message }])
    }
    throw error
  }
}
