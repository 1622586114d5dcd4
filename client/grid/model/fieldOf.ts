import type { SheetReply } from '#shared/api/sheets.ts'
import type { Field, FieldOption } from '#shared/fields/field.ts'
import type { FieldRules } from '#shared/fields/fieldRules.ts'

type FieldReply = SheetReply['table']['fields'][number]

/** A field as the server described it. */
export function fieldOf(reply: FieldReply): Field {
  const { validation, options, ...field } = reply
  return { ...field, options: options.map((option): FieldOption => ({ ...option })), rules: rulesOf(validation) }
}

/** Without those that ask for nothing. */
function rulesOf({ min, max, mask, unique, formula, message }: FieldReply['validation']): FieldRules {
  return {
    ...(min === null ? {} : { min }),
    ...(max === null ? {} : { max }),
    ...(mask === null ? {} : { mask }),
    ...(unique ? { unique } : {}),
    ...(formula === null ? {} : { formula }),
    ...(message === null ? {} : { message }),
  }
}
