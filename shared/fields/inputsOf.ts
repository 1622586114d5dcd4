import type { Field } from './field.ts'

/**
 * The fields that a formula reads directly: every field whose key is written in it, even inside a text, because too many
 * are safe where it decides what is hidden, and too few are not. Empty for fields that are no formula.
 */
export function inputsOf<Known extends Pick<Field, 'key'> = Field>(
  field: Pick<Field, 'formula'>,
  byKey: ReadonlyMap<string, Known>,
): Known[] {
  return (field.formula?.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []).flatMap((word) => byKey.get(word) ?? [])
}

/** The same for the condition that is a rule of a field. */
export const inputsOfRule = ({ rules }: Field, byKey: ReadonlyMap<string, Field>): Field[] =>
  inputsOf({ formula: rules?.formula ?? null }, byKey)
