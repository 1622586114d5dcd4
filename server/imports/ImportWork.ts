import { identityBehind } from '../auth/identityBehind.ts'
import { loadSheetAccess } from '../api/rows/loadSheetAccess.ts'
import { AuthenticationError } from '../errors/AuthenticationError.ts'
import { LockedError } from '../errors/LockedError.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import type { SheetAddress } from '../collaboration/ports.ts'
import type { Progress } from '../jobs/JobKind.ts'
import type { Identity } from '../policies/Identity.ts'
import type { SheetAccess } from '../policies/sheetAccess.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import type { SheetLayout } from './FileLayout.ts'
import type { ImportServices } from './ImportServices.ts'
import type { StoredImport } from './StoredImport.ts'

/** An import that is worked on, under the rights that its person has at this moment. */
export interface ImportWork {
  services: ImportServices
  identity: Identity
  imported: StoredImport
  sheet: SheetAddress
  access: SheetAccess
  progress: Progress
  signal: AbortSignal
}

/**
 * Loads it. Throws `session-ended` when the sign-in, or key, under which it was asked for is over, `not-found` when the sheet is not there
 * or not theirs any more, and `locked` unless the step only reads.
 */
export async function startWork(
  services: ImportServices,
  { tenantId, importId, sessionId }: { tenantId: string; importId: string; sessionId: string },
  { progress, signal, writes }: Pick<ImportWork, 'progress' | 'signal'> & { writes: boolean },
): Promise<ImportWork> {
  const identity = await identityBehind(services.reader, tenantId, sessionId)
  if (identity === null) {
    throw new AuthenticationError('session-ended')
  }
  const imported: StoredImport | undefined = await inTenant(services.db, tenantId, (trx) =>
    trx('imports').where({ tenant_id: tenantId, id: importId }).first(),
  )
  if (imported === undefined) {
    throw new NotFoundError('import')
  }
  const sheet = { tableId: imported.table_id, cycleId: imported.cycle_id }
  const { access } = await loadSheetAccess(services, identity, sheet)
  if (writes && access.locked) {
    throw new LockedError()
  }
  return { services, identity, imported, sheet, access, progress, signal }
}

/** The sheet of the file that the recipe names, with its place. Throws `not-found` when it is not there. */
export function chosenSheet({ layout, recipe }: Pick<StoredImport, 'layout' | 'recipe'>): {
  index: number
  sheet: SheetLayout
} {
  const index = layout?.sheets.findIndex(({ name }) => name === recipe?.sheet) ?? -1
  const sheet = layout?.sheets[index]
  if (sheet === undefined) {
    throw new NotFoundError('sheet')
  }
  return { index, sheet }
}
