import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { inject } from 'vitest'
import { freePort } from '../storage/embedded-postgres/freePort.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the program; only tests in `*.redis.test.ts` may count on it. */
    redisServer: string
  }
}

/** A real Redis that a test can end, start again, empty and halt. */
export class RedisServer {
  readonly port: number
  #child: ChildProcess | null = null

  private constructor(port: number) {
    this.port = port
  }

  static async start(): Promise<RedisServer> {
    const redis = new RedisServer(await freePort(null))
    await redis.startAgain()
    return redis
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  async startAgain(): Promise<void> {
    const settings = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
    this.#child = spawn(inject('redisServer'), settings, { stdio: 'ignore' })
    while ((await this.#command('PING')) !== '+PONG\r\n') {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  async kill(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (child !== null) {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    }
  }

  /** It keeps its connections and answers nothing. */
  halt(): void {
    this.#child?.kill('SIGSTOP')
  }

  goOn(): void {
    this.#child?.kill('SIGCONT')
  }

  /** Empties it and ends every connection to it. */
  async flush(): Promise<void> {
    await this.#command('FLUSHALL')
    await this.#command('CLIENT KILL TYPE pubsub')
    await this.#command('CLIENT KILL TYPE normal')
  }

  /** One command; answers what Redis sent, or nothing when it cannot be reached. */
  #command(text: string): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1', () => socket.write(`${text}\r\n`))
      socket.once('data', (data) => {
        resolve(data.toString())
        socket.destroy()
      })
      socket.once('error', () => resolve(''))
    })
  }
}
