import type { SheetAddress } from '#server/collaboration/ports.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { accessTo, type SheetAccess, sheetQuery, type SheetRow } from '#server/policies/sheetAccess.ts'
import type { AppServices } from '../AppServices.ts'

/** What the caller may do with the sheet. Throws `not-found` when it is not there or not theirs to read. */
export async function loadSheetAccess(
  { db, reader }: Pick<AppServices, 'db' | 'reader'>,
  identity: Identity,
  sheet: SheetAddress,
): Promise<{ sheet: SheetAddress; access: SheetAccess }> {
  const [found] = await reader.read<SheetRow>(identity.tenantId, sheetQuery(db, identity.tenantId, sheet))
  const access = accessTo(identity, found)
  if (access === null) {
    throw new NotFoundError('sheet')
  }
  return { sheet, access }
}
