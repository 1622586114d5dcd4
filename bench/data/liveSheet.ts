/** A sheet of the running product as the benches of live edits open it. */
import type { DocumentKey } from '#collab/hocuspocus/Journal.ts'
import { parseDocumentName } from '#collab/protocol/documentName.ts'
import type { RunningProduct } from '../measure/RunningProduct.ts'
import { createTable } from './productTable.ts'
import { random } from './random.ts'

export interface LiveSheet {
  url: string
  name: string
  key: DocumentKey
}

/** A new table of number fields (`ordinals` 2 and up) with so many rows. */
export async function newLiveSheet(
  product: RunningProduct,
  token: string,
  { rows: rowCount, fields: fieldCount }: { rows: number; fields: number },
): Promise<LiveSheet> {
  const fields = Array.from({ length: fieldCount }, (_, i) => ({ key: `n${i}`, type: 'number' as const }))
  const { tenantId, tableId, cycleId } = await createTable(product.pool, fields)
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const next = random(3)
  const rows = Array.from({ length: rowCount }, () => ({
    values: Object.fromEntries(fields.map(({ key }) => [key, Math.round(next() * 1e6) / 100])),
  }))
  const answer = await fetch(`${product.origin}/api/v1/tables/${tableId}/rows?cycle_id=${cycleId}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ rows }),
  })
  if (!answer.ok) {
    throw new Error(await answer.text())
  }
  const sheet = (await (
    await fetch(`${product.origin}/api/v1/sheets?table_id=${tableId}&cycle_id=${cycleId}`, { headers })
  ).json()) as { parts: { document: string }[] }
  const name = sheet.parts[0]!.document
  return {
    url: `${product.origin.replace('http', 'ws')}/collab`,
    name,
    key: { tenantId, ...parseDocumentName(name)! },
  }
}
