import type {
  FieldReply,
  FieldRightsReply,
  RetiredFieldReply,
  TableReply,
  TableWithFieldsReply,
} from '#shared/api/tables.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { Field } from '#shared/fields/field.ts'
import { tablesElsewhere } from '#shared/fields/readsElsewhere.ts'
import type { SheetTable } from '../models/SheetTable.ts'

export function presentTable(table: SheetTable): TableReply {
  const { id, key, name, description, position } = table
  return { id, module_id: table.moduleId, key, name, description, position }
}

/** `readable` holds only the fields that the caller may read. */
export function presentTableWithFields(table: SheetTable, readable: readonly Field[]): TableWithFieldsReply {
  const elsewhere = tablesElsewhere(readable)
  return {
    ...presentTable(table),
    fields: readable.map((field) => presentField(field, elsewhere.get(field.key) ?? null)),
  }
}

/** Who reads and writes it: administering that is not reading. */
export function presentFieldRights(field: Field): FieldRightsReply {
  const { id, key, name, type, readers, writers, released } = presentField(field)
  return { id, key, name, type, readers, writers, released }
}

export const presentRetiredField = ({ id, key, name, type }: Field): RetiredFieldReply => ({ id, key, name, type })

/** As its reader may see it. `elsewhere`: the tables behind it, when others of its table are known to add to them. */
export function presentField(
  field: Field,
  elsewhere: string[] | null = tablesElsewhere([field]).get(field.key) ?? null,
): FieldReply {
  const {
    id,
    key,
    ordinal,
    name,
    type,
    unit,
    required,
    formula,
    role,
    readers,
    writers,
    released = false,
    targetTableId = null,
    targetFieldId = null,
    rules,
  } = field
  return {
    id,
    key,
    ordinal,
    name,
    type,
    unit,
    options: field.options.map((option) => ({ ...option })),
    required,
    formula,
    role,
    readers: readers === null ? null : [...readers],
    writers: writers === null ? null : [...writers],
    released,
    elsewhere,
    target:
      targetTableId === null || targetFieldId === null ? null : { table_id: targetTableId, field_id: targetFieldId },
    validation: {
      required,
      options: CELL_TYPES[type].hasOptions ? field.options.map((option) => option.id) : null,
      min: rules?.min ?? null,
      max: rules?.max ?? null,
      mask: rules?.mask ?? null,
      unique: rules?.unique ?? false,
      formula: rules?.formula ?? null,
      message: rules?.message ?? null,
    },
  }
}
