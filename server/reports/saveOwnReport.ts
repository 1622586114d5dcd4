import type { Knex } from 'knex'
import type { ReportTemplateBody } from '#shared/api/reportTemplates.ts'
import { isDeepStrictEqual } from 'node:util'
import { auditOf } from '../commands/auditOf.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { OwnReport } from '../models/OwnReport.ts'
import type { Identity } from '../policies/Identity.ts'

const subject = (id: string) => ({ subjectKind: 'report_template', subjectId: id })

/** Keeps a report that somebody put together. Throws ValidationError when its name is taken. */
export async function addOwnReport(
  trx: Knex.Transaction,
  identity: Identity,
  { projectId, body, origin }: { projectId: string; body: ReportTemplateBody; origin: string },
): Promise<OwnReport> {
  await refuseNamesake(trx, { projectId, name: body.name, own: null })
  const { tenantId, userId: madeBy } = identity
  const made = await OwnReport.query(trx)
    .insert({ ...body, tenantId, projectId, madeBy })
    .returning('*')
  const after = { ...body, project_id: projectId }
  await auditOf(trx, identity, { action: 'report_template.create', ...subject(made.id), before: null, after, origin })
  return made
}

/** Puts another content in its place. Throws ValidationError when its name is taken. */
export async function changeOwnReport(
  trx: Knex.Transaction,
  identity: Identity,
  { report, body, origin }: { report: OwnReport; body: ReportTemplateBody; origin: string },
): Promise<OwnReport> {
  const { id, projectId, name, sections } = report
  const before = { name, sections }
  if (isDeepStrictEqual(before, { ...body })) {
    return report
  }
  await refuseNamesake(trx, { projectId, name: body.name, own: id })
  const changed = await OwnReport.query(trx)
    .where({ tenant_id: identity.tenantId, id })
    .patch({ ...body, updatedAt: trx.raw('now()') })
    .returning('*')
    .first()
  await auditOf(trx, identity, { action: 'report_template.change', ...subject(id), before, after: body, origin })
  return changed ?? report
}

/** Takes it away; the log keeps what it was. */
export async function retireOwnReport(
  trx: Knex.Transaction,
  identity: Identity,
  { report, origin }: { report: OwnReport; origin: string },
): Promise<void> {
  const { id, name, sections } = report
  await OwnReport.query(trx)
    .where({ tenant_id: identity.tenantId, id })
    .patch({ deletedAt: trx.raw('now()') })
  const before = { name, sections }
  await auditOf(trx, identity, { action: 'report_template.delete', ...subject(id), before, after: null, origin })
}

/** One at a time, so that two of a name cannot come at once. */
async function refuseNamesake(
  trx: Knex.Transaction,
  { projectId, name, own }: { projectId: string; name: string; own: string | null },
): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`reports of ${projectId}`])
  const namesake = await OwnReport.query(trx)
    .where({ project_id: projectId })
    .whereNull('deleted_at')
    .whereRaw('lower(name) = lower(?)', [name])
    .first()
  if (namesake !== undefined && namesake.id !== own) {
    const message = `The project has a report “${namesake.name}” already. Choose another name.`
    throw new ValidationError([{ path: 'name', code: 'taken', message }])
  }
}
