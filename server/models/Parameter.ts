import type { ParameterKind } from '#shared/parameters/parameter.ts'
import { BaseModel } from './BaseModel.ts'

/** A number that leads from one quantity to another: what it says and in which unit. Its values have their own years. */
export class Parameter extends BaseModel {
  static override tableName = 'parameters'
  static override idColumn = ['tenant_id', 'id']

  declare id: string
  declare tenantId: string
  declare key: string
  declare name: string
  declare kind: ParameterKind
  declare unit: string
  declare madeBy: string | null
  declare deletedAt: Date | null
}
