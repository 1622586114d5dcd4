import type { FieldType } from './field.ts'

/** What the cells of a type can become. What is not named here cannot: nobody has said what its cells would mean. */
const TARGETS: Readonly<Partial<Record<FieldType, readonly FieldType[]>>> = {
  text: ['long_text', 'number', 'date', 'month', 'boolean', 'option', 'options'],
  long_text: ['text', 'options'],
  number: ['text', 'option'],
  date: ['text'],
  month: ['text'],
  boolean: ['text', 'option'],
  option: ['text', 'number', 'options'],
  options: ['text', 'long_text', 'option'],
}

/** The other types that a field of this type can be given, with its cells. */
export const retypeTargets = (from: FieldType): readonly FieldType[] => TARGETS[from] ?? []

/** Why the cells of a field cannot become those of another type, with a way out where there is one; null: they can. */
export function retypeRefusal(from: FieldType, to: FieldType): string | null {
  if (from === to || retypeTargets(from).includes(to)) {
    return null
  }
  if (from === 'formula' || to === 'formula') {
    return 'A formula is computed and has no cells of its own. Add another column instead.'
  }
  const isTwoSteps = retypeTargets(from).includes('text') && retypeTargets('text').includes(to)
  return isTwoSteps
    ? `Cells of type ${from} do not become ${to}. Make the field a text first, and look at what its cells say then.`
    : `Cells of type ${from} do not become ${to}. Add a column of that type instead.`
}
