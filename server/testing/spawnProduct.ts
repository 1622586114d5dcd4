/** The real product as a process of its own, for whoever stops, kills or measures it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface Product {
  child: ChildProcess
  origin: string
  /** Milliseconds from spawning the process to the first good answer of /readyz. */
  readyMs: number
}

/** Starts it on a free port. Throws when it ends before it is ready. */
export async function spawnProduct(env: Record<string, string>): Promise<Product> {
  const started = performance.now()
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', MQTT_PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  const origin = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const address = /http:\/\/[\w.[\]:-]+/.exec(said)
      if (address !== null) {
        resolve(address[0])
      }
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready:\n${said}`)))
  })
  while (
    !(await fetch(`${origin}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return { child, origin, readyMs: performance.now() - started }
}

/** Asks it to stop, or kills it, and waits for its end. */
export async function stopProduct(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
}
