import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { LiveServerOptions } from './LiveFixture.ts'
import type { TestDatabase } from './testDatabase.ts'

const PROGRAM = new URL('./liveServerProcess.ts', import.meta.url)

/** What a server in another process can be told. */
export type ProcessOptions = Pick<LiveServerOptions, 'isDeaf' | 'redisUrl' | 'pollMs' | 'rightsTiming'>

/** A server of live documents in a process of its own. */
export class ServerProcess {
  readonly url: string
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.url = url
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

  /** What it holds in memory when everything that nobody needs any more is gone, in bytes. */
  async held(): Promise<number> {
    this.#child.send('collect')
    const [message] = (await once(this.#child, 'message')) as [{ held: number }]
    return message.held
  }

  /** Ends it without any last word. */
  async kill(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exited = once(this.#child, 'exit')
      this.#child.kill('SIGKILL')
      await exited
    }
  }
}
