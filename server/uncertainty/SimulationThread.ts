import { Worker } from 'node:worker_threads'
import type { Simulation, SimulatedSource } from '#shared/uncertainty/simulate.ts'
import type { Spread } from '#shared/uncertainty/spread.ts'
import { AppError } from '../errors/AppError.ts'

const ENTRY = new URL('simulationEntry.ts', import.meta.url)
/** More would be waited for longer than anybody waits for an answer. */
const MOST_WAITING = 4

export interface SimulationJob {
  sources: readonly SimulatedSource[]
  factors: ReadonlyMap<string, Spread>
  seed: number
  draws: number
}

/** Simulations beside the thread that serves people: one at a time, each in a thread of its own. */
export class SimulationThread {
  #worker: Worker | null = null
  #waiting = 0
  #isStopped = false
  #last: Promise<unknown> = Promise.resolve()

  /** Throws `unavailable` when too many wait already, or the server stops. */
  async run(job: SimulationJob): Promise<Simulation> {
    if (this.#isStopped || this.#waiting > MOST_WAITING) {
      throw busy()
    }
    this.#waiting++
    const result = this.#last.then(() => this.#draw(job))
    this.#last = result.catch(() => {})
    try {
      return await result
    } finally {
      this.#waiting--
    }
  }

  /** Ends what is running: a simulation is begun again by who wants it. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#worker?.terminate()
  }

  #draw(job: SimulationJob): Promise<Simulation> {
    if (this.#isStopped) {
      return Promise.reject(busy())
    }
    return new Promise<Simulation>((resolve, reject) => {
      const worker = new Worker(ENTRY, { workerData: job })
      this.#worker = worker
      worker.on('message', resolve)
      worker.on('error', reject)
      worker.on('exit', () => reject(busy()))
    }).finally(() => {
      this.#worker = null
    })
  }
}

const busy = (): AppError =>
  new AppError({
    code: 'unavailable',
    status: 503,
    detail: 'Other simulations are running, or the server is being stopped. Nothing was kept. Try again in a minute.',
    retryAfterSeconds: 60,
  })
