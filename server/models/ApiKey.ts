import { BaseModel } from './BaseModel.ts'

/** A key by which a program acts for a person or a service account. Of its secret there is a hash only. */
export class ApiKey extends BaseModel {
  static override tableName = 'api_keys'
  static override idColumn = ['tenant_id', 'id']

  declare id: string
  declare tenantId: string
  declare userId: string
  declare name: string
  declare scopes: string[]
  declare moduleIds: string[] | null
  declare hint: string
  declare secretSha256: Buffer
  declare previousSha256: Buffer | null
  declare previousUntil: Date | null
  declare createdBy: string
  declare createdAt: Date
  declare expiresAt: Date | null
  declare revokedAt: Date | null
  declare lastUsedAt: Date | null
  declare lastUsedFrom: string | null
}
