import { z } from 'zod'
import { DETAIL_CODES } from './detailCodes.ts'
import { ERROR_CODES } from './errorCodes.ts'

/** One thing that is wrong with a request. */
export const ProblemDetail = z.object({
  /** Where: `email`, `rows[3].values.quantity`, `filter[site]`; empty for the request as a whole. */
  path: z.string(),
  /** Which kind of mistake. */
  code: z.enum(DETAIL_CODES),
  /** What is wrong and what to do, for people. */
  message: z.string(),
})
export type ProblemDetail = z.infer<typeof ProblemDetail>

/** The body of every failed request (RFC 9457, `application/problem+json`), with all its problems at once. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(ERROR_CODES),
  detail: z.string(),
  errors: z.array(ProblemDetail),
  request_id: z.string(),
})
export type Problem = z.infer<typeof Problem>
