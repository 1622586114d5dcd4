import type { RowReply } from '#shared/api/rows.ts'
import { computedCell } from '#server/emissions/computedForRows.ts'
import { presentRow } from '#server/presenters/presentRow.ts'
import type { DatedRow, ExportedSheet, RowBlock } from '../ExportedSheet.ts'

/** One row a line, each as the list of rows gives it; `head` is said first in every line. */
export async function* ndjsonOf(sheet: ExportedSheet, head: object = {}): AsyncGenerator<string> {
  const isHeaded = Object.keys(head).length > 0
  for await (const block of sheet.datedBlocks()) {
    yield rowsOf(sheet, block)
      .map((row) => `${JSON.stringify(isHeaded ? { ...head, ...row } : row)}\n`)
      .join('')
  }
}

/** One object: `about`, the fields, and under `rows` what the list of rows gives. */
export async function* jsonOf(sheet: ExportedSheet, about: object): AsyncGenerator<string> {
  const opening = JSON.stringify({ ...about, fields: sheet.fields.map(describedField) })
  yield `${opening.slice(0, -1)},"rows":[`
  let isFirst = true
  for await (const block of sheet.datedBlocks()) {
    const rows = rowsOf(sheet, block).map((row) => JSON.stringify(row))
    yield `${isFirst ? '\n' : ',\n'}${rows.join(',\n')}`
    isFirst = false
  }
  yield '\n]}'
}

function rowsOf({ fields, booleans }: ExportedSheet, { rows, results, labels }: RowBlock<DatedRow>): RowReply[] {
  const formulas = fields.filter(({ type }) => type === 'formula')
  return rows.map((row, index) => {
    const computed = Object.fromEntries(
      formulas.map(({ key }) => [key, computedCell(results.get(key), index, booleans.has(key))]),
    )
    return presentRow(row, { computed, labels: labels?.[index] }, fields)
  })
}

const describedField = ({ key, name, type, unit, options, formula }: ExportedSheet['fields'][number]): object => ({
  key,
  name,
  type,
  unit,
  ...(options.length > 0 && { options: options.map(({ id, label }) => ({ id, label })) }),
  ...(formula !== null && { formula }),
})
