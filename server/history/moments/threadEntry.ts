/** The entry of the thread that puts sheets together as they were, over a connection of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import { openPool } from '#server/storage/database/openPool.ts'
import { sheetAt, type MomentJob } from './sheetAt.ts'

export interface MomentAnswer {
  content: Uint8Array | null
  error: Error | null
}

const { databaseUrl }: { databaseUrl: string } = workerData
const pool = openPool({ url: databaseUrl, poolSize: 1 }, () => {}) // the next job opens another connection

parentPort?.on('message', (job: MomentJob) => void answer(job))

async function answer(job: MomentJob): Promise<void> {
  try {
    const content = await sheetAt(pool, job)
    say({ content, error: null }, content === null ? [] : [content.buffer])
  } catch (error) {
    say({ content: null, error: error instanceof Error ? error : new Error(String(error)) })
  }
}

function say(message: MomentAnswer, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer)
}
