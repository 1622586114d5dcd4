/** The entry of the folding thread: one job after the other, over connections of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import { openPool } from '#server/storage/database/openPool.ts'
import { convertField } from './convertField.ts'
import { foldDocument } from './foldDocument.ts'
import { moveField } from './moveField.ts'
import type { FromThread, JobOutcome, ThreadJob, ToThread } from './threadMessages.ts'

const CONNECTIONS = 3

const { databaseUrl }: { databaseUrl: string } = workerData
const pool = openPool({ url: databaseUrl, poolSize: CONNECTIONS }, () => {}) // the next job opens another connection
let go: () => void = () => {}

parentPort?.on('message', (message: ToThread) => {
  if (message.type === 'go') {
    go()
  } else {
    void run(message.job)
  }
})

async function run(job: ThreadJob): Promise<void> {
  try {
    say({ type: 'done', outcome: await work(job) })
  } catch (error) {
    say({ type: 'failed', error: error instanceof Error ? error : new Error(String(error)) })
  }
}

function work(job: ThreadJob): Promise<JobOutcome> {
  const onDamage = (error: Error): void => say({ type: 'damaged', error })
  if (job.type === 'move') {
    return moveField(pool, job.move, { onDamage, project: (documentIds) => ask({ type: 'project', documentIds }) })
  }
  if (job.type === 'convert') {
    return convertField(pool, job.conversion, onDamage)
  }
  const { tenantId, documentId } = job
  return foldDocument(pool, {
    tenantId,
    documentId,
    onDamage,
    onProposed: (proposal) => ask({ type: 'proposed', proposal }),
  })
}

function ask(question: FromThread): Promise<void> {
  return new Promise((resolve) => {
    go = resolve
    say(question)
  })
}

function say(message: FromThread): void {
  parentPort?.postMessage(message)
}
