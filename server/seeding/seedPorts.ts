import type { Knex } from 'knex'

import type { normaliseFactors } from '#shared/emissions/normaliseFactors.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'

/** What the program hands to the seeds, which import nothing of ours. `seeds/SeedPorts.ts` says the same from their side. */
export interface SeedPorts {
  hashPassword: (password: string) => Promise<string>
  normaliseFactors: typeof normaliseFactors
  createSheets: (trx: Knex.Transaction, tenantId: string, sheets: readonly SeedSheet[]) => Promise<void>
  keepFile: (content: Uint8Array) => Promise<string>
  report: (message: string) => void
}

export interface SeedSheet {
  tableId: string
  cycleId: string
  locked: boolean
  rowIds: readonly string[]
  /** Of the values of a row, in their order. */
  fields: readonly { ordinal: number; readers: readonly string[] | null }[]
  rows: readonly (readonly CellValue[])[]
  notes: readonly { rowId: string; userId: string; paragraphs: readonly string[] }[]
}

export interface SeedModule {
  seed: (trx: Knex.Transaction, ports: SeedPorts) => Promise<void>
}
