import type { Field, FieldOption, FieldRole, FieldType, Gathers } from '#shared/fields/field.ts'
import type { FieldRules } from '#shared/fields/fieldRules.ts'
import { BaseModel } from './BaseModel.ts'

/** A typed column of a table. */
export class SheetField extends BaseModel implements Field {
  static override tableName = 'fields'
  static override jsonAttributes = ['options', 'rules', 'gathers']

  declare id: string
  declare tenantId: string
  declare tableId: string
  declare ordinal: number
  declare key: string
  declare name: string
  declare type: FieldType
  declare unit: string | null
  declare options: FieldOption[]
  declare required: boolean
  declare rules: FieldRules | null
  declare formula: string | null
  declare role: FieldRole | null
  declare readers: string[] | null
  declare writers: string[] | null
  declare released: boolean
  declare gathers: Gathers | null
  declare targetTableId: string | null
  declare targetFieldId: string | null
  declare position: number
  /** ISO text when it was read as part of a sheet. */
  declare updatedAt: string
  declare deletedAt: Date | null
}
