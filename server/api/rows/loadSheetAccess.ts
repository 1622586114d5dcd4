import type { SheetAddress } from '#server/collaboration/ports.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { accessTo, type SheetAccess, type SheetRow, sheetStatement } from '#server/policies/sheetAccess.ts'
import type { AppServices } from '../AppServices.ts'

/** What the caller may do with the sheet. Throws `not-found` when it is not there or not theirs to read. */
export async function loadSheetAccess(
  { reader }: Pick<AppServices, 'reader'>,
  identity: Identity,
  sheet: SheetAddress,
): Promise<{ sheet: SheetAddress; access: SheetAccess }> {
  const [found] = await reader.read<SheetRow>(identity.tenantId, sheetStatement(identity.tenantId, sheet))
  const access = accessTo(identity, found)
  if (access === null) {
    throw new NotFoundError('sheet')
  }
  return { sheet, access }
}
