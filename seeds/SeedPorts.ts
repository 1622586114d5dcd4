import type { Knex } from 'knex'

import type { DemoValue } from './demo/demoTable.ts'

/** What the seeds need from the program. They import nothing of it, so that an old seed cannot break with new code. */
export interface SeedPorts {
  /** Hash of a password as the sign-in expects it. */
  hashPassword: (password: string) => Promise<string>
  /**
   * By record id the factor in the shape that formulas read, or the reason why it cannot be computed with. All records at
   * once, because some publishers spread one factor over several.
   */
  normaliseFactors: (
    records: readonly FactorRecord[],
    sources: Readonly<Record<string, FactorSource>>,
  ) => ReadonlyMap<string, { factor: { unit: string }; reason: null } | { factor: null; reason: string }>
  /** Creates the documents of several sheets of one tenant, with their rows projected into `rows`. */
  createSheets: (trx: Knex.Transaction, tenantId: string, sheets: readonly SeedSheet[]) => Promise<void>
  /** Keeps the bytes of a file; answers their address. */
  keepFile: (content: Uint8Array) => Promise<string>
  /** One line for whoever waits for the start. */
  report: (message: string) => void
}

export interface SeedSheetField {
  ordinal: number
  /** Roles that may read it; null: whoever may read the row. */
  readers: readonly string[] | null
}

/** A sheet as the seeds know it: rows of values, one per field that is not a formula. */
export interface SeedSheet {
  tableId: string
  cycleId: string
  locked: boolean
  rowIds: readonly string[]
  /** The fields that `rows` carries, in the order of its values. */
  fields: readonly SeedSheetField[]
  rows: readonly (readonly DemoValue[])[]
  /** Notes on rows, each with its author. */
  notes: readonly { rowId: string; userId: string; paragraphs: readonly string[] }[]
}

/** One record of `data/emission-factors.json`, exactly as published. Read by `normaliseFactors`. */
export interface FactorRecord {
  id: string
  src: string
  name: string
  per: string
  table: string
  geo: string
  year: number
  confidence: string
  path?: readonly string[]
  cell?: string
  rowId?: string
  naics?: string
  scope?: number | string | null
  core?: boolean
}

export interface FactorSource {
  publisher: string
  title: string
  edition: string
  year: number
  url: string
  licence: string
  gwpBasis: string
  confidence: string
}

export interface UnitConstant {
  id: string
  /** A number, a fraction as text ("44/12"), or one number per kind of fuel. */
  v: number | string | Readonly<Record<string, number>>
  src: string
}

export interface FactorFile {
  sources: Readonly<Record<string, FactorSource>>
  unitConstants: readonly UnitConstant[]
  gwp: readonly ({ species: string; notes?: string } & Readonly<Record<string, string | number>>)[]
  gwpSource: { repo: string; file: string; licence: string; fossilCH4: string }
  factors: readonly FactorRecord[]
}
