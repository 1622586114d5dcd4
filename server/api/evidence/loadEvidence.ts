import type { CellValue } from '#shared/cells/cellValue.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { Evidence } from '#server/models/Evidence.ts'
import { mayReadFile, readableFieldOf } from '#server/policies/evidence.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { SheetAccess } from '#server/policies/sheetAccess.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { AppServices } from '../AppServices.ts'
import { loadSheetAccess } from '../rows/loadSheetAccess.ts'

interface RowAddress {
  sheet: SheetAddress
  rowId: string
}

interface FoundFile {
  file: Evidence
  /** Key of its field. */
  field: string
}

/** The files in the cells of a row that the person may read, in no order. Throws NotFoundError. */
export async function loadFilesOfRow(
  services: AppServices,
  identity: Identity,
  row: RowAddress,
): Promise<readonly FoundFile[]> {
  const { access } = await loadSheetAccess(services, identity, row.sheet)
  await services.collaboration.waitUntilProjected(identity.tenantId, row.sheet)
  return inTenant(services.db, identity.tenantId, async (trx) => {
    const stored: { values: Record<string, CellValue> } | undefined = await trx('rows')
      .where({ ...whereRow(identity, row) })
      .first('values')
    const found: FoundFile[] = []
    for (const field of access.readable) {
      const ids = stored?.values[field.ordinal]
      if (field.type === 'evidence' && Array.isArray(ids) && CELL_TYPES.evidence.takes(field)(ids)) {
        const files = await Evidence.query(trx).whereIn('id', ids).where({ field_id: field.id }).whereNull('deleted_at')
        found.push(...files.map((file) => ({ file, field: field.key })))
      }
    }
    return found
  })
}

/**
 * A file that is, or was, in a cell of the row; or that the person uploaded for one. Throws NotFoundError for everything else:
 * an id alone opens nothing.
 */
export async function loadFile(
  services: AppServices,
  identity: Identity,
  row: RowAddress,
  id: string,
): Promise<Evidence> {
  const { access } = await loadSheetAccess(services, identity, row.sheet)
  await services.collaboration.waitUntilProjected(identity.tenantId, row.sheet)
  return inTenant(services.db, identity.tenantId, async (trx) => {
    const file = await Evidence.query(trx).findById(id).whereNull('deleted_at')
    const ordinal = file === undefined ? undefined : ordinalOf(access, file)
    if (file === undefined || ordinal === undefined) {
      throw new NotFoundError('file')
    }
    const list = JSON.stringify([file.id])
    const { rows } = await trx.raw<{ rows: { found: boolean }[] }>(IN_CELL, {
      ...whereRow(identity, row),
      ordinal,
      list,
    })
    if (!mayReadFile(identity, file, rows[0]?.found === true)) {
      throw new NotFoundError('file')
    }
    return file
  })
}

const THIS_ROW = 'tenant_id = :tenant_id AND table_id = :table_id AND cycle_id = :cycle_id AND row_id = :row_id'

/** Now, or before somebody took it out. */
const IN_CELL = `SELECT
  EXISTS (SELECT FROM rows WHERE ${THIS_ROW} AND values -> (:ordinal)::int::text @> (:list)::jsonb)
  OR EXISTS (SELECT FROM cell_changes WHERE ${THIS_ROW} AND ordinal = :ordinal
    AND (old @> (:list)::jsonb OR new @> (:list)::jsonb)) AS found`

const ordinalOf = (access: SheetAccess, file: Evidence): number | undefined => readableFieldOf(access, file)?.ordinal

const whereRow = ({ tenantId }: Identity, { sheet, rowId }: RowAddress) => ({
  tenant_id: tenantId,
  table_id: sheet.tableId,
  cycle_id: sheet.cycleId,
  row_id: rowId,
})
