import type { Field, FieldOption } from '../fields/field.ts'
import type { FieldRules } from '../fields/fieldRules.ts'
import type { CalculationMethod } from './calculationMethod.ts'

/** A field without its place in a table: what a template keeps of it. References are none: their table is elsewhere. */
export type TemplateField = Omit<Field, 'id' | 'ordinal' | 'targets' | 'targetTableId' | 'targetFieldId'>

/** What a template tells about itself in one language. */
export interface TemplateWords {
  name: string
  description: string
  /** What belongs elsewhere in the inventory, and would be counted twice here. */
  notTwice: string
}

/** A table as we ship it: data, with the reason for its factors. */
export interface BuiltInTemplate extends TemplateWords {
  /** Begins with `builtin:`. */
  id: string
  /** Categories of scope 3 that it is for; none for scopes 1 and 2. */
  categories: readonly number[]
  method: CalculationMethod
  /** Which publication the method and the factors are of, and why that one. Names of publications stay in their language. */
  source: string
  /** Parameters that its formulas ask for: their keys and units. The company states their values, with a source. */
  parameters?: Readonly<Record<string, string>>
  arabic: TemplateWords
  /** In their order. An option field with the role of the site and without options takes the sites of the project. */
  fields: readonly TemplateField[]
}

type Part = Pick<Field, 'key' | 'name' | 'type'> & Partial<TemplateField>

/** A field with what it says, and nothing besides. */
export function templateField(part: Part): TemplateField {
  const nothing = { unit: null, options: [], required: false, rules: null, formula: null, role: null }
  return { ...nothing, readers: null, writers: null, released: false, ...part }
}

/** A choice whose factor has the same row in the flat files of the UK government (DESNZ) of 2024 and 2025. */
export const desnz = (id: string, label: string, row: string): FieldOption => ({
  id,
  label,
  factors: { '2024': `desnz24.${row}`, '2025': `desnz25.${row}` },
})

/** A choice whose factor has one edition: it is used for every year, and its label says which. */
export const oneEdition = (id: string, label: string, factor: string): FieldOption => ({
  id,
  label,
  factors: { '2024': factor, '2025': factor },
})

/** A product group of the US EPA supply-chain factors v1.3, with margins, per 2022 US dollar at purchasers' prices. */
export const naics = (id: string, label: string, code: string): FieldOption =>
  oneEdition(id, `${label} (EPA v1.3, NAICS ${code})`, `ussc13.${code}`)

/** Where a method is described: GHG Protocol, Technical Guidance for Calculating Scope 3 Emissions, version 1.0 (2013). */
export const guidance = (category: string, method: string): string =>
  `GHG Protocol, Technical Guidance for Calculating Scope 3 Emissions, version 1.0 (2013), category ${category}, ${method}.`

/** Columns that every table of activity data begins with. */
export const WHERE_AND_WHEN: readonly TemplateField[] = [
  templateField({ key: 'code', name: 'Source', type: 'text', required: true }),
  templateField({ key: 'name', name: 'Name', type: 'text' }),
  templateField({ key: 'site', name: 'Site', type: 'option', required: true, role: 'site' }),
  templateField({ key: 'month', name: 'Month', type: 'month', required: true, role: 'month' }),
]

/** What is chosen, by which the factor is found. */
export const chosen = (key: string, name: string, options: readonly FieldOption[]): TemplateField =>
  templateField({ key, name, type: 'option', options, required: true })

/** How much it was. Negative amounts are marked. */
export const amount = (key: string, name: string, unit: string | null, rules: FieldRules = {}): TemplateField =>
  templateField({ key, name, type: 'number', unit, required: true, rules: { min: 0, ...rules } })

/** A part of a whole, from 0 to 100 %. */
export const share = (key: string, name: string, rules: FieldRules = {}): TemplateField =>
  amount(key, name, '%', { max: 100, ...rules })

/** A result on the way, which does not count in the totals. */
export const between = (key: string, name: string, unit: string | null, formula: string): TemplateField =>
  templateField({ key, name, type: 'formula', unit, formula })

/** Where the amount is from, what shows it, and the result in tonnes of CO2e, which counts in the totals. */
export const proofAndResult = (formula: string): readonly TemplateField[] => [
  templateField({
    key: 'quality',
    name: 'Data quality',
    type: 'option',
    options: [
      { id: 'measured', label: 'Measured' },
      { id: 'invoiced', label: 'Invoiced' },
      { id: 'estimated', label: 'Estimated' },
    ],
  }),
  templateField({ key: 'evidence', name: 'Evidence', type: 'evidence' }),
  templateField({ key: 'note', name: 'Note', type: 'text' }),
  templateField({ key: 'co2e', name: 'Emissions', type: 'formula', unit: 'tCO2e', formula, role: 'emissions' }),
]
