import type { FieldReply } from '#shared/api/tables.ts'
import type { FieldType } from '#shared/fields/field.ts'
import { plainField } from './plainField.ts'

/** The same as the API tells it. */
export const plainFieldReply = (
  key: string,
  ordinal: number,
  type: FieldType = 'text',
  more: Partial<FieldReply> = {},
): FieldReply => ({
  ...plainField(key, ordinal, type),
  options: [],
  readers: null,
  writers: null,
  released: false,
  elsewhere: null,
  target: null,
  validation: {
    required: false,
    options: null,
    min: null,
    max: null,
    mask: null,
    unique: false,
    formula: null,
    message: null,
  },
  ...more,
})
