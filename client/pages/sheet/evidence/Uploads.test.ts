import { expect, test } from 'vitest'
import type { EvidenceReply } from '#shared/api/evidence.ts'
import { MAX_LIST_LENGTH } from '#shared/cells/cellValue.ts'
import { CellFull, withFile } from './CellFiles.ts'
import { Uploads } from './Uploads.ts'
import { until } from '#shared/testing/until.ts'

const CELL = { row: 'r', key: 'files' }

test('a cell takes as many files as it has room for; the others stay in the list, with the reason', async () => {
  let held: readonly string[] = Array.from({ length: MAX_LIST_LENGTH - 1 }, (_, i) => `old${i}`)
  const uploads = new Uploads({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a reply as is read
    send: async ({ file }) => ({ id: file.name, name: file.name }) as EvidenceReply,
    attach(_, { id }) {
      held = withFile(held, id)
    },
  })
  uploads.add(CELL, [new File(['a'], 'fits'), new File(['b'], 'too many')])
  await until(() => expect(uploads.list().map(({ state }) => state)).toEqual(['failed']))
  expect(held).toHaveLength(MAX_LIST_LENGTH)
  expect(held.at(-1)).toBe('fits')
  const [left] = uploads.list()
  expect([left!.file.name, left!.problem]).toEqual(['too many', expect.any(CellFull)])

  held = held.slice(1)
  uploads.retry(left!.id)
  await until(() => expect(uploads.list()).toEqual([]))
  expect(held.at(-1)).toBe('too many')
})

test('a file that is in the cell already is not there twice, and needs no room', () => {
  const full = Array.from({ length: MAX_LIST_LENGTH }, (_, i) => `f${i}`)
  expect(withFile(full, 'f3')).toEqual(full)
  expect(() => withFile(full, 'another')).toThrow(CellFull)
})
