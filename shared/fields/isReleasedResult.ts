import type { Field } from './field.ts'

/**
 * Whether a field, as its reader sees it, is the result of inputs that they may not all read: it comes without its formula,
 * and only the server can compute it.
 */
export const isReleasedResult = ({ type, formula }: Pick<Field, 'type' | 'formula'>): boolean =>
  type === 'formula' && formula === null
