import type { FieldReply, FieldRightsReply } from '#shared/api/tables.ts'

/** A field in the designer: what is administered of it, and what is known of it when this person may read it. */
export interface DesignedField extends Omit<FieldRightsReply, 'validation'> {
  known: FieldReply | null
}

/** In the order of the table. `rights` has every field, those that this person may not read among them; empty: not asked for. */
export function designedFields(fields: readonly FieldReply[], rights: readonly FieldRightsReply[]): DesignedField[] {
  const known = new Map(fields.map((field) => [field.id, field]))
  return (rights.length === 0 ? fields : rights).map(({ id, key, name, type, readers, writers, released }) => ({
    id,
    key,
    name,
    type,
    readers,
    writers,
    released,
    known: known.get(id) ?? null,
  }))
}

/** As the sheet has them: what is entered, then what is computed. */
export const inGroups = (fields: readonly DesignedField[]): [entered: DesignedField[], computed: DesignedField[]] => [
  fields.filter(({ type }) => type !== 'formula'),
  fields.filter(({ type }) => type === 'formula'),
]

/**
 * Behind which field one stands when it is put at a place of its group; null: before all. Undefined: it stands there already.
 * `place` counts among the others of its group.
 */
export function behindAt(
  fields: readonly DesignedField[],
  field: DesignedField,
  place: number,
): string | null | undefined {
  const group = inGroups(fields).find((one) => one.includes(field)) ?? []
  const others = group.filter((one) => one !== field)
  const at = Math.max(0, Math.min(place, others.length))
  if (group.indexOf(field) === at) {
    return undefined
  }
  const before = others[at - 1]
  if (before !== undefined) {
    return before.id
  }
  const first = fields.findIndex(({ id }) => id === others[0]?.id)
  return fields.slice(0, Math.max(0, first)).findLast((one) => one !== field)?.id ?? null
}
