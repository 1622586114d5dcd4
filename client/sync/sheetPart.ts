import type { SheetReply } from '#shared/api/sheets.ts'

/** Name of the document that holds a sheet. Throws Error when there is none that may be opened. */
export function documentOf(description: SheetReply): string {
  const [part] = description.parts
  if (part === undefined) {
    throw new Error('the sheet has no part that may be opened')
  }
  return part.document
}

/** Ordinals of the fields that the server says may be written, and those of row order and deletion when there are any. */
export function writableOrdinals(description: SheetReply): ReadonlySet<number> {
  const keys = new Set(description.parts.flatMap((part) => part.writable))
  const fields = description.table.fields.filter((field) => keys.has(field.key)).map((field) => field.ordinal)
  return new Set(fields.length === 0 ? [] : [0, 1, ...fields])
}
