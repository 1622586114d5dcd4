/** Every write of the live documents fails once, wherever it is: nothing is lost, all agree, and somebody is told. */
import pLimit from 'p-limit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { proveAll } from '../proof/proveAll.ts'
import { LiveFixture, type RunningServer } from '../testing/LiveFixture.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { until } from '../testing/until.ts'
import { withCauses } from '../testing/withCauses.ts'
import { WriteFaults, type WritePlace } from '../testing/WriteFaults.ts'
import { BusySheet } from './testing/BusySheet.ts'

const FAULTS = sizeOf({ short: 50, long: 500 })
const PATIENCE_MS = sizeOf({ short: 120_000, long: 3_600_000 })
/** Sheets at a time, each in a tenant of its own. */
const TOGETHER = 12

/** Where the live documents write. */
const PLACES: readonly WritePlace[] = [
  'audit_log INSERT',
  'bulk_changes INSERT',
  'cell_changes INSERT',
  'cell_conflicts INSERT',
  'document_content_hashes INSERT',
  'document_content_hashes UPDATE',
  'document_generations DELETE',
  'document_generations INSERT',
  'document_generations UPDATE',
  'document_projections INSERT',
  'document_projections UPDATE',
  'document_snapshots DELETE',
  'document_snapshots INSERT',
  'document_update_hashes INSERT',
  'document_updates INSERT',
  'documents INSERT',
  'documents UPDATE',
  'fields UPDATE',
  'rows INSERT',
  'rows UPDATE',
  'search_words DELETE',
  'search_words INSERT',
  'sheet_gestures INSERT',
  'sheet_gestures UPDATE',
]

let database: TestDatabase
let server: RunningServer
let faults: WriteFaults

beforeAll(async () => {
  database = await createTestDatabase()
  faults = await WriteFaults.install(database.owner)
  server = await new LiveFixture(database).startServer({ snapshotLimits: { rows: 1, bytes: 1 << 20 }, quietMs: 100 })
})
afterAll(async () => {
  await server.stop()
  await database.drop()
})

async function workWithout(): Promise<Map<WritePlace, number>> {
  const sheet = await BusySheet.create(database, server)
  const counts = await faults.counted(sheet.tenantId, () => sheet.work())
  await sheet.expectAllIsWell()
  sheet.leave()
  expect([server.complaints, sheet.failures]).toEqual([[], []])
  return counts
}

/** The first write everywhere, then the second wherever there is one, and so on, and from the beginning again. */
function* faultsIn(counts: ReadonlyMap<WritePlace, number>): Generator<{ place: WritePlace; nth: number }> {
  const most = Math.max(...counts.values())
  for (let n = 0; ; n++) {
    const nth = (n % most) + 1
    yield* PLACES.filter((place) => (counts.get(place) ?? 0) >= nth).map((place) => ({ place, nth }))
  }
}

async function workWith({ place, nth }: { place: WritePlace; nth: number }): Promise<void> {
  const sheet = await BusySheet.create(database, server)
  const fault = await faults.arm(sheet.tenantId, place, nth)
  await sheet.work()
  await until(async () => {
    const hasFired = await fault.hasFired()
    await sheet.goOn()
    return hasFired
  }, 'it fails')
  await sheet.expectAllIsWell()
  sheet.leave()
  const told = [...server.complaints, ...sheet.failures.map(withCauses)].filter((text) => text.includes(fault.message))
  expect(told.length).toBeGreaterThan(0)
}

test(
  `[DUR3] ${FAULTS} times one write fails, everywhere that the live documents write: nothing is lost, and it is told`,
  async () => {
    const counts = await workWithout()
    expect([...counts.keys()].toSorted()).toEqual([...PLACES])
    const inTurn = pLimit(TOGETHER)
    const wrong: string[] = []
    const runs = [...faultsIn(counts).take(FAULTS)].map((fault) =>
      inTurn(() =>
        workWith(fault).catch((error: unknown) => {
          wrong.push(`${fault.place}, ${fault.nth}: ${withCauses(error)}`)
        }),
      ),
    )
    await Promise.all(runs)
    expect(wrong).toEqual([])
    expect((await proveAll(database.ownerUrl, 'verify')).problems).toEqual([])
  },
  PATIENCE_MS,
)
