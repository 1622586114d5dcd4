/** The entry of a thread that reads one file. */
import { parentPort, workerData } from 'node:worker_threads'
import { ReadingError } from './ReadingError.ts'
import { readSpreadsheet } from './readSpreadsheet.ts'
import type { ReadingAnswer, ReadingJob } from './ReadingThread.ts'

const { file, name, limits, spaces }: ReadingJob = workerData

async function answer(): Promise<ReadingAnswer> {
  try {
    return { sheet: await readSpreadsheet(Buffer.from(file), name, { limits, spaces }) }
  } catch (error) {
    if (error instanceof ReadingError) {
      return { code: error.code, message: error.message }
    }
    throw error
  }
}

parentPort?.postMessage(await answer())
