import type { NewFieldBody } from '#shared/api/tables.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { FieldType } from '#shared/fields/field.ts'
import type { ChosenTarget } from './TargetChoice.tsx'

/** What a person typed about a column that is not there yet. */
export interface NewColumnDraft {
  name: string
  type: FieldType
  unit: string
  /** One choice per line. */
  options: string
  formula: string
  /** Of a reference; null until a table is chosen. */
  target: ChosenTarget | null
  required: boolean
}

export const EMPTY_DRAFT: NewColumnDraft = {
  name: '',
  type: 'text',
  unit: '',
  options: '',
  formula: '',
  target: null,
  required: false,
}

/** As the server takes it; what does not belong to the type is left out. */
export function newFieldOf(draft: NewColumnDraft, behind: string | undefined): NewFieldBody {
  const { name, type, unit, options, formula, target, required } = draft
  const { hasUnit, hasOptions } = CELL_TYPES[type]
  return {
    name: name.trim(),
    type,
    unit: hasUnit && unit.trim() !== '' ? unit.trim() : null,
    options: hasOptions ? linesOf(options) : [],
    required: type !== 'formula' && required,
    formula: type === 'formula' && formula.trim() !== '' ? formula.trim() : null,
    target: type === 'reference' && target !== null && target.field_id !== '' ? target : null,
    ...(behind !== undefined && { behind }),
  }
}

/** Which field of the form a problem of the server belongs to; null: none of them. */
export function placeOf(path: string): keyof NewColumnDraft | null {
  const [name] = path.split(/[.[]/)
  const places: readonly (keyof NewColumnDraft)[] = ['name', 'type', 'unit', 'options', 'formula', 'target', 'required']
  return places.find((place) => place === name) ?? null
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
