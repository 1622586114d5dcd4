/** Hands work out to one of the servers, by pg-boss in PostgreSQL. Knows messages only: what they mean is in server/jobs. */
import type { Knex } from 'knex'
import { fromKnex, PgBoss } from 'pg-boss'
import { z } from 'zod'
import { QUEUE, QUEUE_SCHEMA, SUPERVISE_SECONDS } from './queueSettings.ts'

/** What is handed out: where the work is written down. */
const Message = z.object({ tenantId: z.guid(), jobId: z.guid() })
export type Message = z.infer<typeof Message>

export interface WorkQueueOptions {
  /** As the role of the app. */
  url: string
  onFailed(error: unknown): void
}

/** How many pieces of work a server does at the same time. */
const AT_ONCE = 2
/** Between two questions for work: new work is told of by the database, what is tried again is not. */
const ASK_EVERY_SECONDS = 2

export class WorkQueue {
  readonly #boss: PgBoss
  readonly #onFailed: (error: unknown) => void

  constructor({ url, onFailed }: WorkQueueOptions) {
    this.#onFailed = onFailed
    this.#boss = new PgBoss({
      connectionString: url,
      application_name: 'carbonsheet-queue',
      schema: QUEUE_SCHEMA,
      max: 2,
      migrate: false,
      createSchema: false,
      schedule: false,
      reindex: false, // the app does not own the indexes
      superviseIntervalSeconds: SUPERVISE_SECONDS,
      monitorIntervalSeconds: SUPERVISE_SECONDS,
      useListenNotify: true,
    })
    this.#boss.on('error', onFailed)
  }

  /** Begins to take work. `perform` throws when another try is wanted. */
  async start(perform: (message: Message) => Promise<void>): Promise<void> {
    await this.#boss.start()
    const options = {
      pollingIntervalSeconds: ASK_EVERY_SECONDS,
      notifyPollingIntervalSeconds: ASK_EVERY_SECONDS,
    }
    for (let worker = 0; worker < AT_ONCE; worker++) {
      const id = await this.#boss.work<unknown>(QUEUE, options, async ([taken]) => {
        this.#boss.notifyWorker(id) // behind this one the next is asked for at once
        const { success, data } = Message.safeParse(taken?.data)
        if (!success) {
          this.#onFailed(new TypeError('a message that is none of ours is dropped'))
          return
        }
        await perform(data)
      })
    }
  }

  /** In the transaction that writes the work down: neither is ever without the other. */
  async send(trx: Knex.Transaction, message: Message): Promise<void> {
    await this.#boss.send(QUEUE, message, { db: fromKnex(trx) })
  }

  /** Waits for what was taken, which its owner has told to end. */
  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: STOP_PATIENCE_MS })
  }
}

const STOP_PATIENCE_MS = 5000
