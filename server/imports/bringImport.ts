import { newGestureId } from '#collab/protocol/gestures.ts'
import type { AppServices } from '../api/AppServices.ts'
import type { SheetAddress } from '../collaboration/ports.ts'
import { auditOf } from '../commands/auditOf.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { Identity } from '../policies/Identity.ts'
import { ReadingError } from '../reading/ReadingError.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import type { KeptFile } from '../storage/files/FileStore.ts'
import { formatOf } from './fileRows.ts'
import { askForStep } from './importJob.ts'

/**
 * Writes an import of a kept file down, and has the file read. The same file sent once more, before anything was done with it, is
 * the same import. Throws ValidationError for a name that stands for no format.
 */
export async function bringImport(
  { db, jobs }: Pick<AppServices, 'db' | 'jobs'>,
  identity: Identity,
  { sheet, file, name, origin }: { sheet: SheetAddress; file: KeptFile; name: string; origin: string },
): Promise<string> {
  const { tenantId, userId } = identity
  const row = {
    tenant_id: tenantId,
    table_id: sheet.tableId,
    cycle_id: sheet.cycleId,
    format: checkedFormat(name),
    file_name: name,
    file_hash: file.hash,
    file_bytes: file.sizeBytes,
    reading: JSON.stringify({ encoding: null, delimiter: null }),
    gesture: newGestureId(),
    made_by: userId,
  }
  return inTenant(db, tenantId, async (trx) => {
    await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`imports ${userId} ${file.hash}`])
    const { gesture: _gesture, reading: _reading, file_bytes: _bytes, ...same } = row
    const there: { id: string } | undefined = await trx('imports')
      .where(same)
      .whereIn('stage', ['uploaded', 'read'])
      .first('id')
    if (there !== undefined) {
      return there.id
    }
    const [made]: { id: string }[] = await trx('imports').insert(row).returning('id')
    const { id } = made!
    await askForStep(trx, jobs, identity, { importId: id, step: 'read' })
    const after = { table_id: sheet.tableId, cycle_id: sheet.cycleId, file_name: name, file_sha256: file.hash }
    const about = { subjectKind: 'import', subjectId: id, before: null, after, origin }
    await auditOf(trx, identity, { action: 'import.create', ...about })
    return id
  })
}

function checkedFormat(name: string): ReturnType<typeof formatOf> {
  try {
    return formatOf(name)
  } catch (error) {
    if (error instanceof ReadingError) {
      throw new ValidationError([{ path: 'name', code: error.code, message: error.message }])
    }
    throw error
  }
}
