import type { ProblemDetail } from '#shared/api/problem.ts'

/** The same for a field that is not there and for one that the caller may not read. */
export function unknownField(path: string, key: string): ProblemDetail {
  return { path, code: 'unknown-field', message: `This table has no field "${key}" to use here. Check its spelling.` }
}
