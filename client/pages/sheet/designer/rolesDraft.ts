import type { FieldRolesBody } from '#shared/api/fieldRoles.ts'
import type { FieldReply } from '#shared/api/tables.ts'
import { FIELD_ROLES, type FieldRole } from '#shared/fields/field.ts'

/** Id of the field that a person chose for each role; null: none. What is not there stays. */
export type RolesDraft = Partial<Record<FieldRole, string | null>>

const TYPES = { site: 'option', month: 'month', emissions: 'formula' } as const

/** The fields that can stand for it. */
export const fieldsForRole = (fields: readonly FieldReply[], role: FieldRole): FieldReply[] =>
  fields.filter(({ type }) => type === TYPES[role])

/** Id of the field that stands for it now. */
export const holderOf = (fields: readonly FieldReply[], role: FieldRole): string | null =>
  fields.find((field) => field.role === role)?.id ?? null

/** As the server takes it; null when the table is so already. */
export function rolesBody(fields: readonly FieldReply[], draft: RolesDraft): FieldRolesBody | null {
  const others = FIELD_ROLES.filter((role) => draft[role] !== undefined && draft[role] !== holderOf(fields, role))
  return others.length === 0 ? null : Object.fromEntries(others.map((role) => [role, draft[role] ?? null]))
}
