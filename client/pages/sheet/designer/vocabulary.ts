import { FORMULA_FUNCTIONS } from '#formulas/functions/registry.ts'
import type { TableWithFieldsReply } from '#shared/api/tables.ts'
import type { ComputableParameter } from '#shared/api/parameters.ts'
import { fieldUnitText, unitText } from '#client/grid/unitText.ts'
import type { FormulaTable } from '../newColumn/useFormulaCheck.ts'
import type { Completion } from './completion.ts'

type FieldReply = TableWithFieldsReply['fields'][number]

/**
 * What can be written in a formula of a table: its fields, the functions, the parameters of the company, and the fields of
 * other tables behind a dot.
 */
export function vocabulary(
  table: TableWithFieldsReply,
  tables: readonly FormulaTable[],
  parameters: readonly ComputableParameter[],
): Completion[] {
  const others = tables.filter(({ id }) => id !== table.id)
  return [
    ...table.fields.map((field) => column(field.key, field, null)),
    ...[...FORMULA_FUNCTIONS.values()].map(({ name, signature, summary }) => ({
      text: name,
      label: signature,
      about: summary,
      isFunction: true,
    })),
    ...parameters.map(({ key, name, unit }) => {
      const text = `parameter("${key}")`
      return { text, label: text, about: `${name} · ${unitText(unit)}`, isFunction: false }
    }),
    ...table.fields.map((field) => column(`this.${field.key}`, field, null)),
    ...others.flatMap(({ key, name, fields }) => fields.map((field) => column(`${key}.${field.key}`, field, name))),
  ]
}

function column(text: string, { name, type, unit }: FieldReply, table: string | null): Completion {
  const about = [table, name, unit === null ? null : fieldUnitText({ type, unit })].filter((part) => part !== null)
  return { text, label: text, about: about.join(' · '), isFunction: false }
}
