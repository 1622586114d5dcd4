import type { RowProblem, WriteRowsReply } from '#shared/api/rows.ts'
import type { Field } from '#shared/fields/field.ts'
import type { Collaboration } from '../collaboration/collaboration.ts'
import type { RejectedRow, RowsGesture, RowsOrigin, RowWrite, SheetAddress } from '../collaboration/ports.ts'
import type { Identity } from '../policies/Identity.ts'

/** What the caller may be told about the fields of a refused cell. */
interface KnownFields {
  readable: readonly Field[]
}

/** Rows that passed the contract, with their place in the request. */
export type IndexedRows = readonly { index: number; row: RowWrite }[]

/**
 * Writes rows through gate and journal, where the audit log is written too. Answers in places of the request; what the
 * gate refused is told by field key.
 */
export async function writeRows(
  collaboration: Collaboration,
  { identity, sheet, known }: { identity: Identity; sheet: SheetAddress; known: KnownFields },
  rows: IndexedRows,
  by: RowsOrigin | RowsGesture = 'api',
): Promise<WriteRowsReply> {
  if (rows.length === 0) {
    return { accepted: [], rejected: [] }
  }
  const writes = rows.map(({ row }) => row)
  const { accepted, rejected } = await collaboration.writeRows(identity, sheet, writes, by)
  const keys = new Map(known.readable.map((field) => [field.ordinal, field]))
  return {
    accepted: accepted.map(({ index, id }) => ({ index: rows[index]!.index, id })),
    rejected: rejected.map(({ index, cells }) => ({ index: rows[index]!.index, errors: problemsOf(cells, keys) })),
  }
}

const WORDS: Readonly<Record<RejectedRow['cells'][number]['reason'], string>> = {
  'no-permission': 'You may not write this. Ask an administrator for the right to.',
  locked: 'The cycle is locked: its numbers are final.',
  'unknown-row': 'There is no such row. Leave the id out to create one.',
  'unknown-field': 'This table has no such field.',
  'formula-field': 'This is computed by a formula. Leave it out.',
  'list-not-allowed': 'This field takes one value, not a list.',
  'too-large': 'The value is too large for a cell. Shorten it.',
  'bare-delete': 'A cell is emptied with null.',
  'bad-value': 'This is no value that a cell can hold.',
}

function problemsOf(cells: RejectedRow['cells'], fields: ReadonlyMap<number, Field>): RowProblem[] {
  return cells.map(({ ordinal, reason }) => ({
    path: fields.get(ordinal)?.key ?? '',
    code: reason,
    message: WORDS[reason],
  }))
}
