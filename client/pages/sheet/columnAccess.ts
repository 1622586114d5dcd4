import type { Field } from '#shared/fields/field.ts'
import { isReleasedResult } from '#shared/fields/isReleasedResult.ts'
import { ROLES } from '#shared/permissions/roles.ts'
import type { ColumnAccess } from '#client/grid/columns.ts'
import type { SheetAccess } from '#client/sync/SheetSession.ts'
import type { SheetTranslate } from './words/useSheetWords.ts'

/** Why a person cannot write into a column, and who sees it, in words. */
export function columnAccess(
  field: Field,
  view: Pick<SheetAccess, 'writable' | 'locked' | 'late'>,
  t: SheetTranslate,
  language: string,
): ColumnAccess {
  const roles = (names: readonly string[]): string => namesOf(names, t, language)
  const audience = field.readers === null ? null : t('access_readers', { roles: roles(field.readers) })
  if (field.type === 'formula') {
    const isElsewhere = (field.elsewhere ?? null) !== null
    const lock = isReleasedResult(field) ? 'access_released' : isElsewhere ? 'access_elsewhere' : 'access_formula'
    return { lock: t(lock), audience }
  }
  if (view.writable.has(field.ordinal)) {
    return { lock: null, audience }
  }
  if (view.locked) {
    return { lock: t('access_locked'), audience }
  }
  if (view.late.has(field.ordinal)) {
    return { lock: t('access_late'), audience }
  }
  const { writers } = field
  const lock =
    writers === null
      ? t('access_readOnly')
      : writers.length === 0
        ? t('access_nobody')
        : t('access_writers', { roles: roles(writers) })
  return { lock, audience }
}

/** In the order in which roles are always named; a role of a later version by its own name. */
function namesOf(names: readonly string[], t: SheetTranslate, language: string): string {
  const known = ROLES.filter((role) => names.includes(role)).map((role) => t(`roles_${role}`))
  const others = names.filter((name) => !ROLES.some((role) => role === name))
  return new Intl.ListFormat(language, { type: 'conjunction' }).format([...known, ...others])
}
