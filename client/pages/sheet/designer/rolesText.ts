import { ROLES } from '#shared/permissions/roles.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

/** Roles in words, in one order; null: everybody. */
export const rolesText = (roles: readonly string[] | null, t: SheetTranslate): string | null =>
  roles === null
    ? null
    : ROLES.filter((role) => roles.includes(role))
        .map((role) => t(`roles_${role}`))
        .join(', ')
