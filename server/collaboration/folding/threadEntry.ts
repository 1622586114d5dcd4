/** The entry of the folding thread: folds one document after the other, over connections of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import pg from 'pg'
import { connectionSettings } from '#server/storage/database/connectionSettings.ts'
import { foldDocument } from './foldDocument.ts'
import type { FoldJob, FromThread, ToThread } from './threadMessages.ts'

const CONNECTIONS = 2

const { databaseUrl }: { databaseUrl: string } = workerData
const pool = new pg.Pool({ ...connectionSettings(databaseUrl), max: CONNECTIONS })
pool.on('error', () => {}) // an idle connection broke; the next job opens another
let seal: () => void = () => {}

parentPort?.on('message', (message: ToThread) => {
  if (message.type === 'seal') {
    seal()
  } else {
    void run(message.job)
  }
})

async function run(job: FoldJob): Promise<void> {
  try {
    const outcome = await foldDocument(pool, {
      ...job,
      onDamage: (error) => say({ type: 'damaged', error }),
      onProposed: (proposal) =>
        new Promise((resolve) => {
          seal = resolve
          say({ type: 'proposed', proposal })
        }),
    })
    say({ type: 'done', outcome })
  } catch (error) {
    say({ type: 'failed', error: error instanceof Error ? error : new Error(String(error)) })
  }
}

function say(message: FromThread): void {
  parentPort?.postMessage(message)
}
