import type { Field } from './field.ts'

/** The part of a sheet that everybody who may read its rows may open: row order, deletion marks, fields without readers. */
export const COMMON_PART = 'common'

/**
 * Name of the part (live document) of a sheet that holds a typed field: fields with the same readers lie together, so
 * whoever may open a part may read all of it. The names of the readers in their order, joined by `+`.
 */
export function partOf({ readers }: Pick<Field, 'readers'>): string {
  if (readers === null) {
    return COMMON_PART
  }
  return readers.length === 0 ? 'nobody' : [...new Set(readers)].sort().join('+')
}
