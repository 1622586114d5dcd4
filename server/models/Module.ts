import type { IsoCode } from '#shared/emissions/isoCategories.ts'
import { BaseModel } from './BaseModel.ts'

/** A part of the inventory with one scope, for example stationary combustion. */
export class Module extends BaseModel {
  static override tableName = 'modules'

  declare id: string
  declare tenantId: string
  declare projectId: string
  declare key: string
  declare name: string
  declare description: string
  declare scope: 1 | 2 | 3
  /** Category of scope 3; null in the other scopes. */
  declare s3Category: number | null
  /** Code of ISO 14064-1 where it stands; null: where scope and category put it (`defaultIsoCode`). */
  declare isoCategory: IsoCode | null
  declare position: number
  declare deletedAt: Date | null
}
