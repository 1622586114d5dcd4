import type { Field, FieldType } from '#shared/fields/field.ts'

/** A field that everybody reads and writes, with nothing besides. */
export const plainField = (key: string, ordinal: number, type: FieldType = 'text'): Field => ({
  id: key,
  key,
  ordinal,
  name: key,
  type,
  unit: null,
  options: [],
  required: false,
  formula: null,
  role: null,
  readers: null,
  writers: null,
})
