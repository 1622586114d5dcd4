import type { SheetAddress } from '#server/collaboration/ports.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { type SheetAccess, sheetAccess } from '#server/policies/sheetAccess.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { AppServices } from '../AppServices.ts'

/** What the caller may do with the sheet. Throws `not-found` when it is not there or not theirs to read. */
export async function loadSheetAccess(
  { db }: Pick<AppServices, 'db'>,
  identity: Identity,
  sheet: SheetAddress,
): Promise<{ sheet: SheetAddress; access: SheetAccess }> {
  const access = await inTenant(db, identity.tenantId, (trx) => sheetAccess(trx, identity, sheet))
  if (access === null) {
    throw new NotFoundError('sheet')
  }
  return { sheet, access }
}
