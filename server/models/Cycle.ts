import type { CycleReply, CycleStatus } from '#shared/api/cycles.ts'
import type { GwpSet } from '#shared/emissions/gas.ts'
import { BaseModel } from './BaseModel.ts'

/** A reporting period of a project. */
export class Cycle extends BaseModel {
  static override tableName = 'cycles'
  static override jsonAttributes = ['restatement']

  declare id: string
  declare tenantId: string
  declare projectId: string
  declare name: string
  /** First and last day, as ISO dates. */
  declare startsOn: string
  declare endsOn: string
  declare status: CycleStatus
  declare gwpSet: GwpSet
  declare factorYear: number
  /** Locked before gases outside the scopes were told apart: its factors count whole. */
  declare countsAllGases: boolean
  /** From 1; every restatement is one more. */
  declare version: number
  /** The first version, of later ones. */
  declare originalId: string | null
  /** The version that this one restates, and the one that restates it. */
  declare restates: string | null
  declare restatedBy: string | null
  declare restatement: NonNullable<CycleReply['restatement']> | null
  declare updatedAt: Date
  declare deletedAt: Date | null
}
