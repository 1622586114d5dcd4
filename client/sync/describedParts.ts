import { DELETED, ORDER } from '#collab/schema/layout.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'

/** A part of a sheet as the server describes it, with the ordinals of its fields instead of their keys. */
export interface DescribedPart {
  name: string
  /** Name of its live document. */
  document: string
  /** Its fields; row order and deletion belong to the common part. */
  holds: ReadonlySet<number>
  writable: ReadonlySet<number>
}

/** The common part comes first. Throws Error when it may not be opened: without it there are no rows. */
export function describedParts(sheet: SheetReply): readonly [DescribedPart, ...DescribedPart[]] {
  const ordinals = new Map(sheet.table.fields.map((field) => [field.key, field.ordinal]))
  const of = (keys: readonly string[]): number[] => keys.flatMap((key) => ordinals.get(key) ?? [])
  const rows = [...(sheet.can_add_rows ? [ORDER] : []), ...(sheet.can_delete_rows ? [DELETED] : [])]
  const described = sheet.parts.map(({ part, document, fields, writable }): DescribedPart => {
    const isCommon = part === COMMON_PART
    return {
      name: part,
      document,
      holds: new Set([...(isCommon ? [ORDER, DELETED] : []), ...of(fields)]),
      writable: new Set([...(isCommon ? rows : []), ...of(writable)]),
    }
  })
  const common = described.find(({ name }) => name === COMMON_PART)
  if (common === undefined) {
    throw new Error('the sheet has no part that may be opened')
  }
  return [common, ...described.filter((part) => part !== common)]
}
