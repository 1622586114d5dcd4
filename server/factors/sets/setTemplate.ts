import { buffer } from 'node:stream/consumers'
import type { FactorSetTemplateQuery } from '#shared/api/factorSets.ts'
import { TEMPLATE_HEADINGS } from '#shared/emissions/factorSet.ts'
import { workbook } from '#server/exports/xlsx/workbook.ts'

type Format = FactorSetTemplateQuery['format']

export const TEMPLATE_TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Nothing of it is older than anything else: the same bytes each time. */
const MADE = new Date('2026-01-01T00:00:00Z')

/** An empty table of factors: one heading for each column that is recognised, and nothing below it. */
export async function setTemplate(format: Format): Promise<Buffer> {
  const titles = Object.values(TEMPLATE_HEADINGS)
  if (format === 'csv') {
    return Buffer.from(`\uFEFF${titles.join(',')}\r\n`)
  }
  const columns = titles.map((title) => ({ title, width: Math.max(12, title.length + 4) }))
  const options = { title: 'Factors', made: MADE, isRightToLeft: false }
  return buffer(workbook([{ name: 'Factors', columns, pieces: [] }], options))
}
