/** A typed column of a table. Shared by the sheet, the gate, the formulas and the REST contracts. */

import type { FieldRules } from './fieldRules.ts'
import type { Targets } from './target.ts'

export const FIELD_TYPES = [
  'text',
  'long_text',
  'number',
  'date',
  'month',
  'boolean',
  'option',
  'options',
  'person',
  'reference',
  'factor',
  'evidence',
  'formula',
] as const
export type FieldType = (typeof FIELD_TYPES)[number]

/** What a field means to the totals: which site and month a row belongs to, and which formula is the row's result. */
export const FIELD_ROLES = ['site', 'month', 'emissions'] as const
export type FieldRole = (typeof FIELD_ROLES)[number]

/** One choice of a field of type option or options. The cell stores its `id`, or a list of ids. */
export interface FieldOption {
  id: string
  label: string
  /** Factor ids by edition year ("2025" -> factor id); a formula's `factor(field, gas)` uses the one of the cycle's year. */
  factors?: Readonly<Record<string, string>> | undefined
  /** Rows with this choice rest on data of suppliers and other partners of the value chain. */
  primary?: boolean | undefined
}

/** What a formula reads of other rows. */
export interface Gathers {
  /** Ids of the tables whose rows it reads in its cycle, the own one among them. */
  tables: readonly string[]
  /** It reads its own table in the cycle before. */
  previous: boolean
  /** Fields of other tables that are behind it, directly or not, and who may read them. */
  inputs: readonly GatheredInput[]
  /** One of those became another formula, and what that reads is not said yet. */
  stale?: boolean
}

export interface GatheredInput {
  field: string
  table: string
  module: string
  project: string
  /** As `Field.readers`. */
  readers: readonly string[] | null
}

export interface Field {
  id: string
  /** Name in formulas and in REST: lower snake case, unique in its table. */
  key: string
  /** Address inside documents: a small integer from 2 up that a table never reuses (0 is row order, 1 the deletion mark). */
  ordinal: number
  name: string
  type: FieldType
  /** Unit of the numbers, for example `kWh(HHV)`, `L`, `USD`; of the result for a formula; null for text and plain counts. */
  unit: string | null
  options: readonly FieldOption[]
  required: boolean
  /** What a value must be like besides. Absent or null: nothing. */
  rules?: FieldRules | null
  formula: string | null
  role: FieldRole | null
  /** Roles that may read or write; null = whoever may read or write the table. */
  readers: readonly string[] | null
  writers: readonly string[] | null
  /** Of a formula: its readers may read the result without reading all of its inputs. Absent: no. */
  released?: boolean
  /** Of a formula that reads other rows. Absent or null: it does not. */
  gathers?: Gathers | null
  /** Of a reference: the table whose rows its cells point at, and the field that says what a row is called. */
  targetTableId?: string | null
  targetFieldId?: string | null
  /** On the client, of a formula that reads other tables or cycles, which the server computes: ids of those tables. */
  elsewhere?: readonly string[] | null
  /** On the client, of fields whose cells point at something. */
  targets?: Targets
}
