import { expect, test } from 'vitest'
import { ReportTemplateBody } from '#shared/api/reportTemplates.ts'
import { BLOCK_KINDS, moved, newBlock, newReport, withRows } from './reportDraft.ts'

test('every part as it begins is one that the server takes, but for the words that nobody wrote yet', () => {
  for (const kind of BLOCK_KINDS) {
    const block = newBlock(kind)
    const blocks = [block.kind === 'text' ? { ...block, text: 'Written' } : block]
    expect(ReportTemplateBody.safeParse({ name: 'A', sections: [{ title: 'B', blocks }] }).success).toBe(true)
  }
  expect(ReportTemplateBody.safeParse({ ...newReport('Emissions'), name: 'A' }).success).toBe(true)
})

test('a table by other rows loses the columns that these do not have, and keeps at least one', () => {
  const table = { kind: 'table', rows: 'gases', measures: ['mass', 'share'] } as const
  expect(withRows({ ...table, measures: [...table.measures] }, 'sites').measures).toEqual(['share'])
  expect(withRows({ ...table, measures: ['mass'] }, 'sites').measures).toEqual(['amount'])
  expect(withRows({ ...table, measures: ['mass'] }, 'gases').measures).toEqual(['mass'])
})

test('what is first or last moves no further', () => {
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
  expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b'])
})
