import type { z } from 'zod'
import { DETAIL_CODES, type DetailCode } from '#shared/api/detailCodes.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'

/** Outcome of holding a value against its contract: the value with defaults, or every problem. */
export interface Checked<T> {
  value: T | undefined
  problems: ProblemDetail[]
}

/** Checks `input` by `schema`; paths are written the way people read them: `rows[3].values.quantity`. */
export function checkContract<Schema extends z.ZodType>(schema: Schema, input: unknown): Checked<z.output<Schema>> {
  const result = schema.safeParse(input, { reportInput: true })
  if (result.success) {
    const problems = zeroProblems(result.data, [])
    return { value: problems.length === 0 ? result.data : undefined, problems }
  }
  return { value: undefined, problems: result.error.issues.flatMap(describeIssue) }
}

/** The database keeps no zero character in a text; cells have a way around it, everything else has none. */
function zeroProblems(value: unknown, path: readonly PropertyKey[]): ProblemDetail[] {
  if (typeof value === 'string') {
    const message = 'A text cannot hold the character U+0000 here. Remove it.'
    return value.includes('\0') ? [{ path: pathOf(path), code: 'invalid-text', message }] : []
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) =>
        zeroProblems(inner, [...path, Array.isArray(value) ? Number(key) : key]),
      )
    : []
}

function describeIssue(issue: z.core.$ZodIssue): ProblemDetail[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pathOf([...issue.path, key]),
      code: 'unknown-key',
      message: `"${key}" is not known here. Remove it or check its spelling.`,
    }))
  }
  const missing = issue.code === 'invalid_type' && issue.input === undefined
  return [
    {
      path: pathOf(issue.path),
      code: missing ? 'missing' : codeOf(issue.code),
      message: missing ? `This is required: send ${withArticle(issue.expected)}.` : sentence(issue.message),
    },
  ]
}

function pathOf(path: readonly PropertyKey[]): string {
  let text = ''
  for (const part of path) {
    if (typeof part === 'number') {
      text += `[${part}]`
    } else {
      text += text === '' ? String(part) : `.${String(part)}`
    }
  }
  return text
}

function withArticle(kind: string): string {
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`
}

/** Codes of zod are ours with another hyphen. */
const codeOf = (code: z.core.$ZodIssue['code']): DetailCode =>
  DETAIL_CODES.find((known) => known === code.replaceAll('_', '-')) ?? 'custom'

const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`)
