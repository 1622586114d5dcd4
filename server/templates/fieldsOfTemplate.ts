import type { Knex } from 'knex'
import type { Field, FieldOption } from '#shared/fields/field.ts'
import type { TemplateField } from '#shared/templates/tableTemplate.ts'

/** The first address of a field inside documents. */
const FIRST_ORDINAL = 2

/**
 * The fields of a template as those of a table of this project, with ids and addresses. A site without choices takes the sites
 * of the project, and is a text where there are none. A choice has a factor in every year of the project's cycles: where its
 * publication has no edition of that year, the one before, else the one after.
 */
export async function fieldsOfTemplate(
  trx: Knex.Transaction,
  projectId: string,
  fields: readonly TemplateField[],
  firstOrdinal = FIRST_ORDINAL,
): Promise<Field[]> {
  const sites: FieldOption[] = await trx('sites')
    .where({ project_id: projectId })
    .whereNull('deleted_at')
    .orderBy(['position', 'name'])
    .select('key as id', 'name as label')
  const years: number[] = await trx('cycles')
    .where({ project_id: projectId })
    .whereNull('deleted_at')
    .distinct('factor_year')
    .pluck('factor_year')
  return fields.map((field, at) => {
    const placed = field.role === 'site' && field.options.length === 0 ? siteOf(field, sites) : field
    const options = placed.options.map((option) => withFactors(option, years))
    return { ...placed, options, id: crypto.randomUUID(), ordinal: firstOrdinal + at }
  })
}

const siteOf = (field: TemplateField, options: readonly FieldOption[]): TemplateField =>
  options.length === 0 ? { ...field, type: 'text' } : { ...field, options }

export function withFactors(option: FieldOption, years: readonly number[]): FieldOption {
  const { factors } = option
  if (factors === undefined) {
    return option
  }
  const editions = Object.keys(factors)
    .map(Number)
    .sort((a, b) => a - b)
  const missing = years.flatMap((year): [string, string][] => {
    const edition = editions.findLast((one) => one <= year) ?? editions[0]
    return edition === undefined || factors[year] !== undefined ? [] : [[String(year), factors[edition]!]]
  })
  return { ...option, factors: { ...factors, ...Object.fromEntries(missing) } }
}
