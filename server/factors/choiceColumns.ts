import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { Field, FieldOption } from '#shared/fields/field.ts'
import type { SheetSchema } from '../emissions/sheetSchema.ts'

/** A column whose choices mean factors, and which factor each of them means, by the id of the choice. */
export interface ChoiceColumn {
  field: Field
  means: ReadonlyMap<string, string>
}

/** Of the fields those whose choices mean factors in that factor year or one before it. */
export function choiceColumns(fields: readonly Field[], factorYear: number): ChoiceColumn[] {
  return fields.flatMap((field) => {
    const means = new Map(
      field.options.flatMap((option) => {
        const factor = factorMeant(option, factorYear)
        return factor === undefined ? [] : [[option.id, factor] as const]
      }),
    )
    return field.type === 'option' && means.size > 0 ? [{ field, means }] : []
  })
}

/**
 * The factor of that year, else of the last year before it that has one. Formulas only ever use the former: what stands for the
 * latter is what the choice lacks a newer one of.
 */
export function factorMeant({ factors = {} }: FieldOption, factorYear: number): string | undefined {
  const years = Object.keys(factors).filter((year) => Number(year) <= factorYear)
  const [newest] = years.toSorted((a, b) => Number(b) - Number(a))
  return newest === undefined ? undefined : factors[newest]
}

/** The choice as it would be: it means another factor in that year. */
export const withFactor = (option: FieldOption, factorYear: number, factorId: string): FieldOption => ({
  ...option,
  factors: { ...option.factors, [String(factorYear)]: factorId },
})

/** What the formulas of a table are made of when its choices mean newer factors. `factors`: those, by id. */
export function withNewerChoices(
  schema: SheetSchema,
  newer: {
    columns: readonly ChoiceColumn[]
    factorYear: number
    instead: (fieldId: string, factorId: string) => string | undefined
    factors: ReadonlyMap<string, EmissionFactor>
  },
): SheetSchema {
  if (newer.factors.size === 0) {
    return schema
  }
  const meanings = new Map(newer.columns.map(({ field, means }) => [field.id, means]))
  const fields = schema.fields.map((field) => {
    const options = field.options.map((option) => {
      const factor = meanings.get(field.id)?.get(option.id)
      const to = factor === undefined ? undefined : newer.instead(field.id, factor)
      return to === undefined ? option : withFactor(option, newer.factorYear, to)
    })
    return { ...field, options }
  })
  const factors = new Map([...schema.context.factors, ...newer.factors])
  return { ...schema, fields, context: { ...schema.context, fields, factors } }
}
