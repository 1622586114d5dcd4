import type { ManifestRecord, OwnSeal, SealRecord } from '../runs/packRecords.ts'
import { bodyHash, sealHash } from '../runs/sealHashes.ts'
import { PackDifference } from './PackDifference.ts'

const FILE = 'seals.ndjson'

/**
 * The chain goes from the first seal to the one of this cycle without a gap, each hash is that of what it is over, and the
 * last one seals this pack. `expectedSeal`: what somebody saw when the cycle was locked. Answers the seal.
 */
export function checkSeals(
  seals: readonly SealRecord[],
  { manifest, cycleId, expectedSeal }: { manifest: ManifestRecord; cycleId: string; expectedSeal: string | null },
): OwnSeal {
  let previous: string | null = null
  for (const [index, seal] of seals.entries()) {
    expectSame(seal, 'sequence', index + 1, seal.sequence)
    expectSame(seal, 'previous_hash', previous, seal.previous_hash)
    if (seal.body !== undefined) {
      expectSame(seal, 'body_hash', bodyHash(seal.body), seal.body_hash)
    }
    expectSame(seal, 'seal_hash', sealHash(seal.body_hash, previous), seal.seal_hash)
    previous = seal.seal_hash
  }
  const last = seals.at(-1)
  const body = last?.body
  if (last === undefined || body === undefined) {
    throw new PackDifference({ file: FILE, expected: 'the seal of this cycle', found: 'none' })
  }
  expectSame(last, 'body.sequence', last.sequence, body.sequence)
  expectSame(last, 'body.cycle_id', cycleId, body.cycle_id)
  expectSame(last, 'body.root_hash', manifest.root_hash, body.root_hash)
  if (expectedSeal !== null) {
    expectSame(last, 'seal_hash', expectedSeal, last.seal_hash)
  }
  return { ...last, body }
}

function expectSame(
  seal: SealRecord,
  field: string,
  expected: string | number | null,
  found: string | number | null,
): void {
  if (expected !== found) {
    const row = `seal ${seal.sequence}`
    throw new PackDifference({ file: FILE, row, field, expected: String(expected), found: String(found) })
  }
}
