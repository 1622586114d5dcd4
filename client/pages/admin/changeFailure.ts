import type { TFunction } from 'i18next'
import { ApiProblem } from '#client/api/ApiProblem.ts'

/** Why a role was not given or taken, and what to do. */
export function changeFailure(t: TFunction<'people'>, error: unknown): string {
  if (error instanceof ApiProblem && error.code === 'last-admin') {
    return t('lastAdmin')
  }
  if (error instanceof ApiProblem && (error.code === 'forbidden' || error.code === 'not-found')) {
    return t('forbidden')
  }
  return t('failed')
}
