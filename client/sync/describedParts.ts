import { DELETED, ORDER } from '#collab/schema/layout.ts'
import type { SheetReply } from '#shared/api/sheets.ts'

/** A part of a sheet as the server describes it, with the ordinals of its fields instead of their keys. */
export interface DescribedPart {
  name: string
  /** Name of its live document. */
  document: string
  /** Its fields; row order and deletion belong to the common part. */
  holds: ReadonlySet<number>
  writable: ReadonlySet<number>
}

/** The part that has the rows and their order. It comes first, and a sheet that may be opened always has it. */
export const COMMON = 'common'

/** Throws Error when there is no part that may be opened. */
export function describedParts({ parts, table }: SheetReply): readonly [DescribedPart, ...DescribedPart[]] {
  const ordinals = new Map(table.fields.map((field) => [field.key, field.ordinal]))
  const of = (keys: readonly string[]): number[] => keys.flatMap((key) => ordinals.get(key) ?? [])
  const described = parts.map((part): DescribedPart => {
    const rows = part.part === COMMON ? [ORDER, DELETED] : []
    const writable = of(part.writable)
    return {
      name: part.part,
      document: part.document,
      holds: new Set([...rows, ...of(part.fields)]),
      writable: new Set(writable.length === 0 ? [] : [...rows, ...writable]),
    }
  })
  const common = described.find(({ name }) => name === COMMON)
  if (common === undefined) {
    throw new Error('the sheet has no part that may be opened')
  }
  return [common, ...described.filter((part) => part !== common)]
}
