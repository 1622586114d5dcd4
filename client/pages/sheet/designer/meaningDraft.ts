import type { RedefinitionBody } from '#shared/api/redefinition.ts'
import type { FieldReply } from '#shared/api/tables.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { FieldType } from '#shared/fields/field.ts'

/** What a person wants a field to be. */
export interface MeaningDraft {
  type: FieldType
  unit: string
  values: 'convert' | 'keep'
  /** One choice per line; null: what stands in the cells. */
  options: string | null
  formula: string
  decimals: 'point' | 'comma' | null
  dates: 'day-first' | 'month-first' | null
}

export const meaningOf = ({ type, unit, formula }: FieldReply): MeaningDraft => ({
  type,
  unit: unit ?? '',
  values: 'convert',
  options: null,
  formula: formula ?? '',
  decimals: null,
  dates: null,
})

/** As the server takes it; null when the field is so already. */
export function bodyOf(field: FieldReply, draft: MeaningDraft): RedefinitionBody | null {
  const { type, values, options, decimals, dates } = draft
  const [unit, formula] = [draft.unit.trim() === '' ? null : draft.unit.trim(), draft.formula.trim()]
  const isRetyped = type !== field.type
  const isOtherUnit = CELL_TYPES[type].hasUnit && unit !== field.unit
  const isOtherFormula = type === 'formula' && formula !== '' && formula !== field.formula
  if (!isRetyped && !isOtherUnit && !isOtherFormula) {
    return null
  }
  const reading = { ...(decimals !== null && { decimals }), ...(dates !== null && { dates }) }
  return {
    values,
    ...(isRetyped && { type }),
    ...(isOtherUnit && { unit }),
    ...(isOtherFormula && { formula }),
    ...(isRetyped && CELL_TYPES[type].hasOptions && options !== null && { options: linesOf(options) }),
    ...(Object.keys(reading).length > 0 && { reading }),
  }
}

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
