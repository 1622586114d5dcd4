/** The entry of a thread that computes one open cycle, on a connection of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from '../storage/database/openDatabase.ts'
import { type OpenRunAsked, type OpenRunOutcome, runOpenCycle } from './runOpenCycle.ts'

/** What the thread is started with. */
export interface RunThreadWork {
  /** As the role of the app. */
  databaseUrl: string
  asked: OpenRunAsked
}

/** What it says: now and then how far it is, and at last what came of it. */
export type RunThreadWord = { rows: number; of: number } | OpenRunOutcome

const { databaseUrl, asked }: RunThreadWork = workerData
const say = (word: RunThreadWord): void => parentPort?.postMessage(word)
const db = openDatabase({ url: databaseUrl, poolSize: 1 })
try {
  say(await runOpenCycle(db, asked, (rows, of) => say({ rows, of })))
} finally {
  await db.destroy()
}
