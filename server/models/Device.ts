import type { DeviceKind } from '#shared/readings/MonthMeter.ts'
import { BaseModel } from './BaseModel.ts'

/** A meter that sends its readings itself. */
export class Device extends BaseModel {
  static override tableName = 'devices'
  static override idColumn = ['tenant_id', 'id']

  declare id: string
  declare tenantId: string
  declare name: string
  declare serial: string
  /** Where it hangs, in words. */
  declare site: string
  declare kind: DeviceKind
  declare unit: string
  declare rollsOverAt: number | null
  declare intervalMinutes: number
  declare timeZone: string
  declare hint: string
  declare secretSha256: Buffer
  declare previousSha256: Buffer | null
  declare previousUntil: Date | null
  declare createdBy: string
  declare createdAt: Date
  declare deletedAt: Date | null
}
