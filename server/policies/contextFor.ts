import type { FormulaContext } from '#formulas/FormulaContext.ts'
import type { Field } from '#shared/fields/field.ts'
import { contextOver, type SheetSchema } from '../emissions/sheetSchema.ts'
import type { ScopedGrant } from './Identity.ts'
import { readableTables } from './readableTables.ts'

/** What the formulas of a person see: what they may not read, of this table (`readable`) and of others, is not there. */
export function contextFor(
  { tableId, fields, context, tables }: SheetSchema,
  readable: readonly Field[],
  grants: readonly ScopedGrant[],
): FormulaContext {
  const known = new Set(readable.map(({ id }) => id))
  const own = { ...context, fields: fields.filter(({ id }) => known.has(id)) }
  return tables === undefined ? own : contextOver(readableTables(tables, grants), tableId, own)
}
