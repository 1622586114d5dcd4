/** Servers under measurement are processes of their own; these are the few words that they exchange with the bench. */
import { fork, type ChildProcess } from 'node:child_process'

export interface Address {
  url: string
  name: string
  token: string
}

export interface Usage {
  cpuMs: number
  heapMb: number
  rssMb: number
  /** Milliseconds of the journal's commits since the last reset; empty for a reference. */
  commitMs: number[]
}

export type Question = 'reset' | 'usage'

/** Called by the child once it listens. */
export function answerQuestions(address: Address, commits?: { take(): number[] }): void {
  let start = process.cpuUsage()
  process.on('message', (question: Question) => {
    if (question === 'reset') {
      commits?.take()
      start = process.cpuUsage()
      process.send!({})
      return
    }
    const used = process.cpuUsage(start)
    globalThis.gc?.()
    const memory = process.memoryUsage()
    const usage: Usage = {
      cpuMs: (used.user + used.system) / 1000,
      heapMb: (memory.heapUsed + memory.external) / 1e6,
      rssMb: memory.rss / 1e6,
      commitMs: commits?.take() ?? [],
    }
    process.send!(usage)
  })
  process.send!(address)
}

export class MeasuredProcess {
  readonly address: Address
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, address: Address) {
    this.#child = child
    this.address = address
  }

  static async start(script: URL, options: object): Promise<MeasuredProcess> {
    const child = fork(script, [JSON.stringify(options)], { execArgv: ['--expose-gc'] })
    const address = await new Promise<Address>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Address))
      child.once('exit', (code) => reject(new Error(`${script.pathname} ended with ${code}`)))
    })
    return new MeasuredProcess(child, address)
  }

  async reset(): Promise<void> {
    await this.#ask('reset')
  }

  async usage(): Promise<Usage> {
    return (await this.#ask('usage')) as Usage
  }

  stop(): void {
    this.#child.kill('SIGKILL')
  }

  #ask(question: Question): Promise<unknown> {
    return new Promise((resolve) => {
      this.#child.once('message', resolve)
      this.#child.send(question)
    })
  }
}
