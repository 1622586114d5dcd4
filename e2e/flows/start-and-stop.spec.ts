import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

interface Product {
  npm: ChildProcess
  origin: string
  said: () => string
}

/** `npm start` in a process group of its own, as a terminal would start it. */
async function npmStart(dataDir: string): Promise<Product> {
  const npm = spawn('npm', ['start'], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      DATABASE_URL: '',
      REDIS_URL: '',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  npm.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  npm.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const address = /http:\/\/[\w.[\]-]+:\d+/
  await expect.poll(() => said, { timeout: 90_000 }).toMatch(address)
  const origin = address.exec(said)?.[0] ?? ''
  await expect.poll(() => isReady(origin), { timeout: 30_000 }).toBe(true)
  return { npm, origin, said: () => said }
}

async function isReady(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/readyz`)).ok
  } catch {
    return false
  }
}

function signalGroup(npm: ChildProcess, signal: NodeJS.Signals): void {
  process.kill(-(npm.pid ?? 0), signal)
}

function postmasterPid(dataDir: string): number {
  return Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('npm start: Ctrl+C and SIGTERM stop everything, and after kill -9 the next start recovers by itself', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'carbonsheet-start-'))
  let product = await npmStart(dataDir)
  try {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const database = postmasterPid(dataDir)
      const ended = once(product.npm, 'close')
      signalGroup(product.npm, signal)
      await ended
      expect(product.said()).not.toContain('stopping failed')
      expect(isRunning(database)).toBe(false)
      expect(await isReady(product.origin)).toBe(false)
      product = await npmStart(dataDir)
    }

    const killed = once(product.npm, 'close')
    signalGroup(product.npm, 'SIGKILL')
    await killed
    expect(isRunning(postmasterPid(dataDir))).toBe(true)
    product = await npmStart(dataDir)
    expect(product.said()).toContain('Stopped a database that was left running')

    const rival = spawn(process.execPath, ['server/main.ts'], {
      cwd: ROOT,
      env: { ...process.env, PORT: '0', DATA_DIR: dataDir, DATABASE_URL: '', REDIS_URL: '', LOG_LEVEL: 'silent' },
    })
    let complaint = ''
    rival.stdout.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
    rival.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
    const [code] = (await once(rival, 'close')) as [number]
    expect(code).toBe(1)
    expect(complaint).toContain('already works on')
    expect(await isReady(product.origin)).toBe(true)
  } finally {
    const ended = once(product.npm, 'close')
    signalGroup(product.npm, 'SIGTERM')
    await ended
    rmSync(dataDir, { recursive: true, force: true })
  }
})
