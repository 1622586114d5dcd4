import { Worker } from 'node:worker_threads'
import type { RunThreadWord, RunThreadWork } from './runEntry.ts'
import type { OpenRunOutcome } from './runOpenCycle.ts'

const ENTRY = new URL('runEntry.ts', import.meta.url)

/**
 * Computes an open cycle beside the thread that serves people. When `signal` is aborted the thread ends with its connection,
 * and the database forgets what it was writing. Rejects with what failed in it.
 */
export function runInThread(
  work: RunThreadWork,
  onRows: (rows: number, of: number) => void,
  signal: AbortSignal,
): Promise<OpenRunOutcome> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const worker = new Worker(ENTRY, { workerData: work })
    const handleAbort = (): void => void worker.terminate()
    signal.addEventListener('abort', handleAbort, { once: true })
    worker.on('message', (word: RunThreadWord) => ('state' in word ? resolve(word) : onRows(word.rows, word.of)))
    worker.on('error', reject)
    worker.on('exit', () => {
      signal.removeEventListener('abort', handleAbort)
      reject(new Error('the thread of a run ended')) // after an answer nobody hears it
    })
  })
}
