/** The records of a run's files, as they are written and as they are read back. */
import { z } from 'zod'
import { Unaccounted } from '#shared/api/cycles.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { FactorSuggestion } from '#shared/api/factorSuggestions.ts'
import { QUALITY_COLUMNS } from '#shared/api/quality.ts'
import { CONSOLIDATIONS } from '#shared/boundary/consolidation.ts'
import { DECLARED_STATES } from '#shared/boundary/declaration.ts'
import { ESTIMATE_METHODS } from '#shared/estimates/estimateMethod.ts'
import { GWP_SETS } from '#shared/emissions/gas.ts'
import { ISO_CODES } from '#shared/emissions/isoCategories.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { isCellValue } from '#shared/cells/cellValue.ts'
import { FIELD_ROLES, FIELD_TYPES, type Gathers } from '#shared/fields/field.ts'
import type { FieldRules } from '#shared/fields/fieldRules.ts'
import { PARAMETER_KINDS } from '#shared/parameters/parameter.ts'
import { INSTRUMENT_TYPES, RATE_UNITS, type RateUnit, type StatedRates } from '#shared/scope2/instrument.ts'
import { QUALITY_INDICATORS, QUALITY_SCORES } from '#shared/uncertainty/pedigree.ts'
import type { GatheredResult } from '../emissions/EnteredColumns.ts'
import type { SealBody } from './sealHashes.ts'

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const isNumbers = (value: unknown): boolean =>
  isObject(value) && Object.values(value).every((one) => typeof one === 'number')
const Scope = z.union([z.literal(1), z.literal(2), z.literal(3)])
const Kilograms = z.number().nullable()

export const CycleRecord = z.strictObject({
  id: z.string(),
  project_id: z.string(),
  project_name: z.string(),
  name: z.string(),
  starts_on: z.string(),
  ends_on: z.string(),
  gwp_set: z.enum(GWP_SETS),
  factor_year: z.number().int(),
  /** How its sites are consolidated; null: everything counts whole. */
  consolidation: z.enum(CONSOLIDATIONS).nullable(),
  /** 1; a restated cycle has the next one, what it restates, and why. */
  version: z.number().int(),
  restates: z.string().nullable(),
  restatement: z.custom<object | null>((value) => value === null || isObject(value)),
  engine: z.number().int(),
})
export type CycleRecord = z.infer<typeof CycleRecord>

export const ModuleRecord = z.strictObject({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  scope: Scope,
  s3_category: z.number().int().nullable(),
  /** Of ISO 14064-1:2018; absent in runs from before there was one. */
  iso_category: z.enum(ISO_CODES).optional(),
})
export type ModuleRecord = z.infer<typeof ModuleRecord>

export const TableRecord = z.strictObject({
  id: z.string(),
  module_id: z.string(),
  key: z.string(),
  name: z.string(),
  /** As formulas of the project name it. */
  formula_key: z.string(),
  /** Folder of its rows, results and history. */
  folder: z.string().regex(/^[a-z0-9_]+\.[a-z0-9_]+$/),
})
export type TableRecord = z.infer<typeof TableRecord>

export const FieldRecord = z.strictObject({
  id: z.string(),
  table_id: z.string(),
  key: z.string(),
  ordinal: z.number().int(),
  name: z.string(),
  type: z.enum(FIELD_TYPES),
  unit: z.string().nullable(),
  options: z.array(
    z.looseObject({ id: z.string(), label: z.string(), factors: z.record(z.string(), z.string()).optional() }),
  ),
  required: z.boolean(),
  rules: z.custom<FieldRules | null>((value) => value === null || isObject(value)),
  formula: z.string().nullable(),
  role: z.enum(FIELD_ROLES).nullable(),
  readers: z.array(z.string()).nullable(),
  writers: z.array(z.string()).nullable(),
  released: z.boolean(),
  gathers: z.custom<Gathers | null>((value) => value === null || isObject(value)),
  targetTableId: z.string().nullable(),
})
export type FieldRecord = z.infer<typeof FieldRecord>

export const GwpRecord = z.strictObject({ species: z.string(), gwp: z.number(), source: z.string() })
export type GwpRecord = z.infer<typeof GwpRecord>

/** A unit by its size in the base unit of its dimension. */
export const UnitRecord = z.strictObject({
  unit: z.string(),
  scale: z.number(),
  dimension: z.record(z.string(), z.number()),
})
export type UnitRecord = z.infer<typeof UnitRecord>

export const FactorRecord = z.custom<EmissionFactor>(
  (value) =>
    isObject(value) &&
    'id' in value &&
    typeof value.id === 'string' &&
    'unit' in value &&
    typeof value.unit === 'string' &&
    'gasesKg' in value &&
    isNumbers(value.gasesKg),
)

/** A density, heating value, exchange rate or price index with its values by year. */
export const ParameterRecord = z.strictObject({
  key: z.string(),
  name: z.string(),
  kind: z.enum(PARAMETER_KINDS),
  unit: z.string(),
  values: z.array(z.strictObject({ year: z.number().int(), value: z.number(), source: z.string() })),
})
export type ParameterRecord = z.infer<typeof ParameterRecord>

export const InstrumentRecord = z.looseObject({
  id: z.string(),
  type: z.enum(INSTRUMENT_TYPES),
  name: z.string(),
  carrier: z.enum(['electricity', 'heat', 'cooling']),
  market: z.string(),
  rates: z.custom<StatedRates>(isNumbers),
  rate_unit: z.custom<RateUnit>((value) => typeof value === 'string' && Object.hasOwn(RATE_UNITS, value)),
  rate_gwp: z.enum(GWP_SETS).nullable(),
})
export type InstrumentRecord = z.infer<typeof InstrumentRecord>

export const AllocationRecord = z.strictObject({
  id: z.string(),
  instrument_id: z.string(),
  site: z.string().nullable(),
  from_month: z.string(),
  to_month: z.string(),
  mwh: z.number().nullable(),
})
export type AllocationRecord = z.infer<typeof AllocationRecord>

/** What the company has of a site: the part of it that counts in the totals. */
export const SiteRecord = z.strictObject({
  site: z.string(),
  ownership_pct: z.number(),
  financial_control: z.boolean(),
  operational_control: z.boolean(),
})
export type SiteRecord = z.infer<typeof SiteRecord>

/** What is left out, does not exist or is zero, and why. */
export const DeclarationRecord = z.strictObject({
  scope: Scope,
  s3_category: z.number().int().nullable(),
  name: z.string(),
  state: z.enum(DECLARED_STATES),
  reason: z.string(),
  estimated_percent: z.number().nullable(),
})
export type DeclarationRecord = z.infer<typeof DeclarationRecord>

/** A month in which a source has no row, by declaration, as long as it has none. */
export const DeclaredGapRecord = z.strictObject({
  table_id: z.string(),
  month: z.string(),
  site: z.string().nullable(),
  /** Of the field whose text `source` is. */
  ordinal: z.number().int().nullable(),
  source: z.string().nullable(),
  state: z.enum(DECLARED_STATES),
  reason: z.string(),
})
export type DeclaredGapRecord = z.infer<typeof DeclaredGapRecord>

/** A cell whose value is an estimate: by which method, and the cells or figures that it rests on. */
export const EstimateRecord = z.strictObject({
  table_id: z.string(),
  row_id: z.string(),
  ordinal: z.number().int(),
  method: z.enum(ESTIMATE_METHODS),
  value: z.number(),
  inputs: z.array(
    z.strictObject({
      cycle_id: z.string(),
      row_id: z.string(),
      month: z.string().nullable(),
      value: z.number(),
      is_estimate: z.boolean(),
    }),
  ),
  intensity: z
    .strictObject({ per_unit: z.number(), units: z.number(), unit: z.string(), source: z.string() })
    .nullable(),
  reason: z.string(),
})
export type EstimateRecord = z.infer<typeof EstimateRecord>

/** How sure the rows of a table, a factor, or the rate of an instrument are said to be; nothing stated: not assessed any more. */
export const AssessmentRecord = z.strictObject({
  kind: z.enum(['table', 'factor', 'rate']),
  /** Id of the table, the factor, or the instrument. */
  subject: z.string(),
  /** Of a table: ids of the fields whose cells say it. */
  columns: z.partialRecord(z.enum(QUALITY_COLUMNS), z.string().nullable()),
  range_percent: z.number().nullable(),
  scores: z.partialRecord(z.enum(QUALITY_INDICATORS), z.union(QUALITY_SCORES.map((score) => z.literal(score)))),
  reason: z.string(),
  made_by: z.string().nullable(),
  made_at: z.string(),
})
export type AssessmentRecord = z.infer<typeof AssessmentRecord>

/** Why cells name their factor: what was suggested for these rows, and everything that was refused. */
export const ChoiceRecord = z.strictObject({
  table_id: z.string(),
  /** Of the factor field. */
  ordinal: z.number().int(),
  factor_id: z.string(),
  made_by: z.string(),
  suggestion: z.custom<FactorSuggestion>(
    (value) => isObject(value) && 'chosen' in value && isObject(value.chosen) && 'factor' in value.chosen,
  ),
  rows: z.array(z.string()),
})
export type ChoiceRecord = z.infer<typeof ChoiceRecord>

/** A file behind a cell, by the hash of its bytes. */
export const EvidenceRecord = z.strictObject({
  id: z.string(),
  table_id: z.string(),
  name: z.string(),
  sha256: z.string(),
  bytes: z.number(),
})
export type EvidenceRecord = z.infer<typeof EvidenceRecord>

export const RowRecord = z.strictObject({
  id: z.string(),
  /** Typed cells by ordinal. */
  values: z.record(z.string(), z.custom<CellValue>(isCellValue)),
  /** Results that were gathered from other rows, by ordinal; null: the table has none. */
  gathered: z
    .record(
      z.string(),
      z.custom<GatheredResult>((value) => value !== null && value !== undefined),
    )
    .nullable(),
})
export type RowRecord = z.infer<typeof RowRecord>

/** Kilograms as in `RowResult`. */
export const ResultRecord = z.strictObject({
  id: z.string(),
  co2e_kg: Kilograms,
  gases_kg: z.record(z.string(), z.number()).nullable(),
  biogenic_co2_kg: Kilograms,
  site: z.string().nullable(),
  month: z.string().nullable(),
  incomplete: z.boolean(),
  errors: z.number().int(),
})
export type ResultRecord = z.infer<typeof ResultRecord>

export const TOTAL_AXES = [
  'total',
  'scope',
  'category',
  'iso_category',
  'module',
  'table',
  'site',
  'month',
  'gas',
  'other_gwp',
  'partial',
  'memo',
  'market_based',
] as const

/** One total: kilograms of CO2e, added in the order of tables and rows and unrounded. */
export const TotalRecord = z.strictObject({
  axis: z.enum(TOTAL_AXES),
  /** Number of the scope or category (of scope 3, or of ISO 14064-1), id of module, table or site, month, gas, GWP set or gases that are not known; null: none, or the whole. */
  key: z.string().nullable(),
  co2e_kg: Kilograms,
  biogenic_co2_kg: Kilograms,
  rows: z.number().int(),
})
export type TotalRecord = z.infer<typeof TotalRecord>

/** One cell that changed. */
export interface HistoryRecord {
  row: string
  /** Ordinal of the field; 0 and 1: the row was added or moved, deleted or restored. */
  field: number
  at: string
  /** Id of the person; null: the system. */
  by: string | null
  gesture: string
  origin: string
  old: CellValue
  new: CellValue
}

export const SealRecord = z.strictObject({
  sequence: z.number().int(),
  body_hash: z.string(),
  previous_hash: z.string().nullable(),
  seal_hash: z.string(),
  /** Of the seal of this cycle; the others are known by their hashes only. */
  body: z
    .strictObject({
      tenant_id: z.string(),
      sequence: z.number().int(),
      cycle_id: z.string(),
      run_id: z.string(),
      root_hash: z.string(),
      sealed_by: z.string().nullable(),
      sealed_at: z.string(),
      sealed_later: z.boolean(),
      unaccounted: Unaccounted.extend({ is_confirmed: z.boolean() }).optional(),
    })
    .optional(),
})
export type SealRecord = z.infer<typeof SealRecord>
/** The seal of the cycle itself. */
export type OwnSeal = SealRecord & { body: SealBody }

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const Entry = z.strictObject({
  name: z.string(),
  sha256: Sha256,
  bytes: z.number().int(),
  lines: z.number().int(),
})

export const ManifestRecord = z.strictObject({
  format: z.literal('carbonsheet-pack'),
  version: z.number().int(),
  engine: z.number().int(),
  root_hash: Sha256,
  /** In the order of the archive; the root hash is over these. */
  sealed: z.array(Entry),
  /** What stands beside them: how to read it, and the seals. */
  attached: z.array(Entry),
  /** Checks of its own values (`checksOf`). */
  check: z.string(),
})
export type ManifestRecord = z.infer<typeof ManifestRecord>
