import { ApiProblem } from './ApiProblem.ts'

/** Everything that a request was refused for, in sentences. */
export function reasonsOf(error: Error): string[] {
  const details = error instanceof ApiProblem ? error.details.map(({ message }) => message) : []
  return details.length === 0 ? [error.message] : details
}
