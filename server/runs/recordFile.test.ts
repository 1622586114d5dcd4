import { expect, test } from 'vitest'
import { checkedJson } from './leafChecks.ts'
import { recordEntry, recordFile } from './recordFile.ts'
import { sha256 } from './sha256.ts'

test.each([
  ['none', []],
  ['many short ones', Array.from({ length: 20_000 }, (_, at) => ({ id: `r${at}`, note: 'Żółć 🌍' }))],
  ['one that is longer than what is put together at once', [{ id: 'a' }, { id: 'b', note: 'é'.repeat(300_000) }]],
])('a file of records is its lines, whole or only hashed: %s', (_, records) => {
  const text = records.map((record) => `${checkedJson(record)}\n`).join('')
  const { content, ...entry } = recordFile('a.ndjson', records)
  expect(content.toString()).toBe(text)
  expect(entry).toEqual({
    name: 'a.ndjson',
    sha256: sha256(text),
    bytes: Buffer.byteLength(text),
    lines: records.length,
  })
  expect(recordEntry('a.ndjson', records)).toEqual(entry)
})
