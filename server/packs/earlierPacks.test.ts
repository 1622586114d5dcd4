/**
 * What was sealed before stays what it was: a pack that an earlier version made. When the engine or the layout changes, this
 * one stays, says so when it is verified, and one of the new engine comes beside it.
 */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { ENGINE_VERSION } from '#formulas/engineVersion.ts'
import { recordEntry, recordFile } from '../runs/recordFile.ts'
import { openPackFile } from './openPackFile.ts'
import { EditablePack } from './testing/EditablePack.ts'
import { verifyPack } from './verifyPack.ts'

/** The company of `lockedCycle`, sealed on 27 November 2026. */
const PACK = fileURLToPath(new URL('testing/sealedByEngine1.tar.gz', import.meta.url))
const SEAL = 'e5ae6da903052588ef73d061d4108b20eec08114843e804ef03cc2e4e3010567'

test('a pack of engine 1 is verified by its seal, or says which engine it needs', async () => {
  const verdict = await verifyPack(await openPackFile(PACK), { expectedSeal: SEAL }).then(
    ({ rows, co2eKg }) => ({ rows, co2eKg }),
    (error: unknown) => String(error),
  )
  expect(verdict).toEqual(
    ENGINE_VERSION === 1
      ? { rows: 4, co2eKg: 2065.94284 }
      : expect.stringContaining('Verify it with a version of Carbonsheet that has engine 1.'),
  )
})

test('its records are written to the same bytes as then', async () => {
  const pack = await EditablePack.read(gunzipSync(await readFile(PACK)))
  const names = [...pack.files.keys()].filter((name) => name.endsWith('.ndjson'))
  expect(names.length).toBeGreaterThan(15)
  for (const name of names) {
    const records: object[] = pack.records(name).map(({ check: _check, ...record }) => record)
    const { content, ...entry } = recordFile(name, records)
    expect(content.toString(), name).toBe(pack.files.get(name))
    expect(recordEntry(name, records)).toEqual(entry)
  }
})
