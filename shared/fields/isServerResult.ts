import type { Field } from './field.ts'
import { isReleasedResult } from './isReleasedResult.ts'

/**
 * Whether only the server can compute a field, as its reader sees it: not all of its inputs may be read, or they lie in other
 * tables or cycles.
 */
export const isServerResult = (field: Pick<Field, 'type' | 'formula' | 'elsewhere'>): boolean =>
  isReleasedResult(field) || (field.elsewhere ?? null) !== null
