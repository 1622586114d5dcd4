import type { Pojo } from 'objection'
import type { GwpSet } from '#shared/emissions/gas.ts'
import type { Carrier, InstrumentType, RateUnit, StatedRates } from '#shared/scope2/instrument.ts'
import { BaseModel } from './BaseModel.ts'

/** What energy was bought by: a certificate, a contract, a supplier's rate, a residual mix. */
export class Instrument extends BaseModel {
  static override tableName = 'instruments'
  static override idColumn = ['tenant_id', 'id']
  static override jsonAttributes = ['rates']

  declare id: string
  declare tenantId: string
  declare type: InstrumentType
  declare name: string
  declare carrier: Carrier
  declare market: string
  declare source: string
  declare registry: string
  declare serials: string[]
  /** Null: no limit. */
  declare mwh: number | null
  /** Per `rateUnit`. */
  declare rates: StatedRates
  declare rateUnit: RateUnit
  declare rateGwp: GwpSet | null
  /** ISO dates, both inside. */
  declare vintageFrom: string
  declare vintageTo: string
  declare retiredOn: string | null
  declare beneficiary: string
  declare evidence: string
  declare evidenceUrl: string
  declare madeBy: string | null
  declare updatedAt: Date
  declare deletedAt: Date | null

  /** Exact decimals come as texts; to the watt-hour, numbers hold them. */
  override $parseDatabaseJson(json: Pojo): Pojo {
    const parsed = super.$parseDatabaseJson(json)
    return typeof parsed['mwh'] === 'string' ? { ...parsed, mwh: Number(parsed['mwh']) } : parsed
  }
}
