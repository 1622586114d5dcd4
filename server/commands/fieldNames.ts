import type { ProblemDetail } from '#shared/api/problem.ts'

/** Whatever the case. */
export const isSameText = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase()

export const nameTaken = (name: string): ProblemDetail => ({
  path: 'name',
  code: 'taken',
  message: `There is a field “${name}” already. Give this one another name.`,
})
