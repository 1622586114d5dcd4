import type { Field } from '#shared/fields/field.ts'
import { may } from './authorize.ts'
import type { Identity } from './Identity.ts'
import type { SheetAccess } from './sheetAccess.ts'

/**
 * The members of the tenant are listed, and found by a name or a whole e-mail address, for who may put one of them into a
 * cell of this field. Others learn who stands in the cells that they read, and nothing about anybody else.
 */
export const mayListPeople = ({ writable }: Pick<SheetAccess, 'writable'>, { ordinal }: Field): boolean =>
  writable.has(ordinal)

/** E-mail addresses are shown, and looked through in part, for who manages people. */
export const mayReadAddresses = (identity: Identity): boolean =>
  may(identity, 'manage', 'User', { tenantId: identity.tenantId })
