import { ERROR_CODES, type ErrorCode } from '#shared/api/errorCodes.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { detailText, errorText } from '#client/i18n/problemWords.ts'
import { ApiProblem } from './ApiProblem.ts'

/** Turns a refused reply into an ApiProblem in the language of the page, also when something between us and the server answered with its own page. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null)
  if (!isRecord(body) || typeof body.code !== 'string') {
    return new ApiProblem({
      code: response.status === 401 ? 'unauthenticated' : response.status >= 502 ? 'unavailable' : 'internal',
      status: response.status,
      message: `The server answered with status ${response.status} and no explanation. Try again in a moment.`,
    })
  }
  return new ApiProblem({
    code: knownCode(body.code),
    status: response.status,
    message: errorText(body.code, typeof body.detail === 'string' && body.detail !== '' ? body.detail : body.code),
    details: Array.isArray(body.errors)
      ? body.errors.filter(isDetail).map((detail) => ({ ...detail, message: detailText(detail) }))
      : [],
    requestId: typeof body.request_id === 'string' ? body.request_id : null,
  })
}

/** A code that this page does not know yet is a failure like any other. */
function knownCode(code: string): ErrorCode {
  return ERROR_CODES.find((known) => known === code) ?? 'internal'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isDetail(value: unknown): value is ProblemDetail {
  return isRecord(value) && typeof value.path === 'string' && typeof value.message === 'string'
}
