/** A warm start of the whole product, embedded database included, to ready; and what the idle server process holds. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnProduct, stopProduct } from '#server/testing/spawnProduct.ts'
import { atMost, type BenchRow } from './BenchRow.ts'
import { median, wait } from './measure/statistics.ts'

const STARTS = 5

export async function benchStartAndMemory(): Promise<BenchRow[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'carbonsheet-start-'))
  const first = await spawnProduct({ DATA_DIR: dataDir })
  await stopProduct(first.child)
  const [readyMs, idleMb]: [number[], number[]] = [[], []]
  for (let i = 0; i < STARTS; i++) {
    const run = await spawnProduct({ DATA_DIR: dataDir })
    readyMs.push(run.readyMs)
    await wait(3000)
    const status = readFileSync(`/proc/${run.child.pid}/status`, 'utf8')
    idleMb.push(Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024)
    await stopProduct(run.child)
  }
  rmSync(dataDir, { recursive: true, force: true })
  return [
    atMost('warm start to ready', { ours: median(readyMs) / 1000, bar: 2, unit: 's' }),
    atMost('idle memory of the server process', { ours: median(idleMb), bar: 150, unit: 'MB' }),
  ]
}
