/** What a seeded table is made of. Plain data: nothing here knows the database or the documents. */

/** Lists hold ids: of chosen options, of files. */
export type DemoValue = string | number | readonly string[] | null
export type DemoRow = Readonly<Record<string, DemoValue>>

export type DemoRole = 'admin' | 'data_owner' | 'auditor' | 'viewer'

export interface DemoOption {
  id: string
  label: string
  /** Factor ids by factor year of the cycle. */
  factors?: Readonly<Record<string, string>>
}

export interface DemoField {
  key: string
  name: string
  type:
    | 'text'
    | 'number'
    | 'date'
    | 'month'
    | 'option'
    | 'options'
    | 'person'
    | 'reference'
    | 'factor'
    | 'evidence'
    | 'formula'
  unit?: string
  options?: readonly DemoOption[]
  required?: boolean
  /** What a value must be like; as `FieldRules`. */
  rules?: { min?: number; max?: number; mask?: string; unique?: boolean }
  formula?: string
  /** Of a reference: a table of the same module that stands before this one, and its field that is shown. */
  target?: { table: string; field: string }
  role?: 'site' | 'month' | 'emissions'
  /** Roles that may read or write it; whoever may read or write the row without them. */
  readers?: readonly DemoRole[]
  writers?: readonly DemoRole[]
}

export interface DemoCycle {
  name: string
  /** Calendar year that the cycle covers. */
  year: number
  status: 'open' | 'locked'
  gwpSet: 'AR5' | 'AR6'
  factorYear: number
}

export interface DemoTable {
  key: string
  name: string
  description: string
  fields: readonly DemoField[]
  rows: (cycle: DemoCycle) => DemoRow[]
  /** Files behind cells of `field`, which hold their ids. */
  files?: (cycle: DemoCycle) => DemoFile[]
  /** Notes on rows of an open cycle. */
  notes?: (cycle: DemoCycle) => DemoNote[]
}

export interface DemoFile {
  id: string
  field: string
  name: string
  mediaType: string
  content: Uint8Array
  /** E-mail of who brought it. */
  by: string
}

export interface DemoNote {
  /** Place of the row among those of the table. */
  row: number
  /** E-mail of who wrote it. */
  by: string
  paragraphs: readonly string[]
}

export interface DemoModule {
  key: string
  name: string
  description: string
  scope: 1 | 2 | 3
  /** Category of scope 3 (GHG Protocol), null in the other scopes. */
  category: number | null
  tables: readonly DemoTable[]
}

export interface DemoSite {
  key: string
  name: string
  country: string
  /** Grid region where the country has several (US: eGRID subregion), otherwise null. */
  gridRegion: string | null
}

export interface DemoProject {
  key: string
  name: string
  description: string
  sites: readonly DemoSite[]
  cycles: readonly DemoCycle[]
  modules: readonly DemoModule[]
}

/** An option with the factor of each of the two cycles. */
export function choice(id: string, label: string, factor2024: string, factor2025: string): DemoOption {
  return { id, label, factors: { '2024': factor2024, '2025': factor2025 } }
}

/** An option whose publisher reuses the row id every year (UK DESNZ flat files 2024 and 2025). */
export function desnz(id: string, label: string, row: string): DemoOption {
  return choice(id, label, `desnz24.${row}`, `desnz25.${row}`)
}

/** An option that has one edition only, used for both years; the label says which. */
export function oneEdition(id: string, label: string, factor: string): DemoOption {
  return choice(id, label, factor, factor)
}
