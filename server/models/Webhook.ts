import { BaseModel } from './BaseModel.ts'

/** An address of the company that is told of what happens. */
export class Webhook extends BaseModel {
  static override tableName = 'webhooks'
  static override idColumn = ['tenant_id', 'id']

  declare id: string
  declare tenantId: string
  declare name: string
  declare url: string
  declare kinds: string[]
  /** Encrypted (`HookSecrets`). */
  declare secret: Buffer
  declare previousSecret: Buffer | null
  declare previousUntil: Date | null
  declare state: 'active' | 'paused' | 'failing'
  declare failingSince: Date | null
  declare createdBy: string
  declare createdAt: Date
  declare deletedAt: Date | null
}
