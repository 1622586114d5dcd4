import type { Field } from '#shared/fields/field.ts'
import type { Evidence } from '../models/Evidence.ts'
import type { Identity } from './Identity.ts'
import type { SheetAccess } from './sheetAccess.ts'

/** The field that a file belongs to, if this person reads it: who does not, does not know of the file either. */
export const readableFieldOf = (
  access: SheetAccess,
  { tableId, fieldId }: Pick<Evidence, 'tableId' | 'fieldId'>,
): Field | undefined => (tableId === access.table.id ? access.readable.find(({ id }) => id === fieldId) : undefined)

/** A file in a cell is read by all who read the cell; one that is in no cell yet by who uploaded it. */
export const mayReadFile = (identity: Identity, file: Pick<Evidence, 'uploadedBy'>, isInCell: boolean): boolean =>
  isInCell || file.uploadedBy === identity.userId
