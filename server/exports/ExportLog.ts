import type { Knex } from 'knex'
import type { TakenFormat } from '#shared/api/exports.ts'
import { auditOf } from '../commands/auditOf.ts'
import type { Identity } from '../policies/Identity.ts'
import { inTenant } from '../storage/database/inTenant.ts'

/** What somebody takes out. */
export interface BegunExport {
  /** Null: several cycles of a project, which are named in the selection. */
  cycleId: string | null
  /** Null: of one cycle. */
  projectId?: string | null
  /** Null: all tables. */
  tableId: string | null
  format: TakenFormat
  /** Fields, order and filters that were asked for. */
  selection: object
  fileName: string
  origin: string
}

/** What arrived. */
export interface SentExport {
  rows: number
  bytes: number
  /** Of the whole file, hexadecimal. */
  sha256: string
}

/** Notes an export before its first byte leaves, so that there is none that nobody knows of. Answers its id. */
export function beginExport(db: Knex, identity: Identity, begun: BegunExport): Promise<string> {
  const { cycleId, projectId = null, tableId, format, selection, fileName, origin } = begun
  return inTenant(db, identity.tenantId, async (trx) => {
    const [made]: { id: string }[] = await trx('exports')
      .insert({
        tenant_id: identity.tenantId,
        cycle_id: cycleId,
        project_id: projectId,
        table_id: tableId,
        format,
        selection: JSON.stringify(selection),
        file_name: fileName,
        made_by: identity.userId,
      })
      .returning('id')
    const after = { cycle_id: cycleId, project_id: projectId, table_id: tableId, format, selection }
    const subjectId = made?.id ?? ''
    await auditOf(trx, identity, {
      action: 'export.create',
      subjectKind: 'export',
      subjectId,
      before: null,
      after,
      origin,
    })
    return subjectId
  })
}

/** Notes how it ended. Null: it broke off. */
export async function endExport(db: Knex, tenantId: string, id: string, sent: SentExport | null): Promise<void> {
  await inTenant(db, tenantId, (trx) =>
    trx('exports')
      .where({ tenant_id: tenantId, id })
      .update({ finished_at: trx.fn.now(), broken_off: sent === null, ...sent }),
  )
}
