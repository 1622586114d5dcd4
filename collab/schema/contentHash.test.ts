import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { random } from '#collab/testing/random.ts'
import { contentHash, hashInSteps } from './contentHash.ts'
import { foldSheet } from './foldSheet.ts'
import { encodeSeed } from './seedDocument.ts'
import { Sheet } from './Sheet.ts'

const ROWS = ['r1', 'r2', 'r3', 'r4', 'r5']
const VALUES: CellValue[] = [null, 0, -0, 1, '1', '', 'one', true, false, ['a'], ['a', 'b'], ['ab'], [], 1e300]

function sheetOf(...updates: Uint8Array[]): Sheet {
  const doc = new Y.Doc({ guid: 'a sheet' })
  updates.forEach((update) => Y.applyUpdate(doc, update))
  return new Sheet(doc)
}

function edit(sheet: Sheet, next: () => number): void {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!
  if (next() < 0.6) {
    sheet.set(pick(ROWS), 2 + Math.floor(next() * 3), pick(VALUES))
  } else {
    const rows = ROWS.filter(() => next() < 0.5)
    const ordinals = [2, 3, 4].filter(() => next() < 0.6)
    sheet.write(rows, ordinals, () => pick(VALUES))
  }
}

const HISTORIES = sizeOf({ short: 300, long: 20_000 })
test(`[HASH1] equal content has equal hashes and other content has others, in ${HISTORIES} random histories`, () => {
  const seen = new Map<string, string>()
  for (let seedNumber = 0; seedNumber < HISTORIES; seedNumber++) {
    const next = random(seedNumber)
    const seed = encodeSeed(ROWS.slice(0, 3), [2, 3], (row, column) => VALUES[(row * 3 + column + seedNumber) % 14]!)
    const sheet = sheetOf(seed)
    for (let step = 0; step < 8; step++) {
      edit(sheet, next)
    }
    const hash = contentHash(sheet)
    const copy = sheetOf(Y.encodeStateAsUpdate(sheet.doc))
    const folded = sheetOf(foldSheet(sheet))
    expect([contentHash(copy), contentHash(folded)]).toEqual([hash, hash])
    const print = sheet.fingerprint()
    expect(seen.get(hash) ?? print, `history ${seedNumber}`).toBe(print)
    seen.set(hash, print)
  }
  expect(seen.size).toBeGreaterThan(HISTORIES / 2)
})

test('[HASH1] every kind of value counts, and so do its row and its field', () => {
  const hashes = VALUES.flatMap((value) =>
    ['r1', 'r2'].flatMap((row) =>
      [2, 3].map((ordinal) => {
        const sheet = sheetOf()
        sheet.set(row, ordinal, value)
        return contentHash(sheet)
      }),
    ),
  )
  const empty = hashes.filter((hash) => hash === contentHash(sheetOf()))
  expect([new Set(hashes).size, empty.length]).toEqual([(VALUES.length - 1) * 4 + 1, 4])
})

test('[HASH2] it is made in short steps, of the sheet as it was at the first', () => {
  const rows = Array.from({ length: 6000 }, (_, i) => `row${i}`)
  const sheet = sheetOf(encodeSeed(rows, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11], (row, column) => row * column))
  const hash = contentHash(sheet)
  const steps = hashInSteps(sheet)
  let count = 0
  let step = steps.next()
  for (; step.done !== true; step = steps.next()) {
    sheet.set('row7', 2, `while it is made ${count++}`)
    sheet.write(['row8'], [3], () => count)
  }
  expect(step.value).toBe(hash)
  expect(contentHash(sheet)).not.toBe(hash)
  expect(count).toBeGreaterThan(3)
})
