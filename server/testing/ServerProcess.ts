import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { LiveServerOptions } from './LiveFixture.ts'
import type { TestDatabase } from './testDatabase.ts'

const PROGRAM = new URL('./liveServerProcess.ts', import.meta.url)

/** What a server in another process can be told. */
export type ProcessOptions = Pick<LiveServerOptions, 'isDeaf' | 'redisUrl' | 'pollMs' | 'rightsTiming'>

/** How a server that was asked to stop has ended. */
export interface Stopped {
  /** Null: it was killed. */
  code: number | null
  /** Between the request and the end, in milliseconds. */
  tookMs: number
  /** Everything that it logged as a warning or an error in its life. */
  complaints: readonly string[]
}

/** A server of live documents in a process of its own. */
export class ServerProcess {
  readonly url: string
  readonly #child: ChildProcess
  readonly #ended: Promise<number | null>
  #complaints: readonly string[] = []

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.url = url
    // its last words may be read after its end
    const ended = Promise.all([once(child, 'exit') as Promise<[code: number | null]>, once(child, 'disconnect')])
    this.#ended = ended.then(([[code]]) => code)
    child.on('message', (message: { complaints?: string[] }) => {
      this.#complaints = message.complaints ?? []
    })
  }

  static async start(
    { appUrl }: Pick<TestDatabase, 'appUrl'>,
    options: ProcessOptions = {},
    port = 0,
  ): Promise<ServerProcess> {
    const child = fork(PROGRAM, [appUrl, String(port), JSON.stringify(options)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: ['--expose-gc'],
    })
    const [message] = (await once(child, 'message')) as [{ url: string }]
    return new ServerProcess(child, message.url)
  }

  get pid(): number {
    return this.#child.pid!
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** What it holds in memory when everything that nobody needs any more is gone, in bytes. */
  async held(): Promise<number> {
    this.#child.send('collect')
    const [message] = (await once(this.#child, 'message')) as [{ held: number }]
    return message.held
  }

  /** Asks it to stop, and waits until it has ended by itself. */
  async stop(): Promise<Stopped> {
    const before = performance.now()
    this.#child.kill('SIGTERM')
    const code = await this.#ended
    return { code, tookMs: performance.now() - before, complaints: this.#complaints }
  }

  /** Ends it without any last word. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }
}
