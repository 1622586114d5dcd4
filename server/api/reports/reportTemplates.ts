import type { Knex } from 'knex'
import { ReportTemplateBody, ReportTemplateReply, ReportTemplatesReply } from '#shared/api/reportTemplates.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { OwnReport } from '#server/models/OwnReport.ts'
import { authorize } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { presentOwnReport } from '#server/presenters/presentOwnReport.ts'
import { addOwnReport, changeOwnReport, retireOwnReport } from '#server/reports/saveOwnReport.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { loadManagedProject, loadProject } from '../projects/loadProject.ts'
import { route } from '../routing/Route.ts'

const TAG = 'Own reports'

const list = route({
  method: 'get',
  path: '/projects/{id}/report_templates',
  tag: TAG,
  summary: 'Reports that were put together for a project, by name; a cycle is filled into one under its id',
  reply: ReportTemplatesReply,
  async handle({ identity, params, services }) {
    const { id } = await loadProject(services, identity, params['id']!)
    const found = await inTenant(services.db, identity.tenantId, async (trx) =>
      OwnReport.query(trx).where({ project_id: id }).whereNull('deleted_at').orderBy(['name', 'id']),
    )
    return { data: found.map(presentOwnReport) }
  },
})

const add = route({
  method: 'post',
  path: '/projects/{id}/report_templates',
  tag: TAG,
  summary:
    'Put a report together from texts, facts, tables, lists and charts; for who manages the cycles of the project',
  body: ReportTemplateBody,
  reply: ReportTemplateReply,
  async handle({ identity, params, body, services, ip }) {
    const { id: projectId } = await loadManagedProject(services, identity, params['id']!)
    const made = await inTenant(services.db, identity.tenantId, (trx) =>
      addOwnReport(trx, identity, { projectId, body, origin: ip }),
    )
    return presentOwnReport(made)
  },
})

const change = route({
  method: 'patch',
  path: '/report_templates/{id}',
  tag: TAG,
  summary: 'Put another content in the place of what is in a report',
  body: ReportTemplateBody,
  reply: ReportTemplateReply,
  async handle({ identity, params, body, services, ip }) {
    const changed = await inTenant(services.db, identity.tenantId, async (trx) => {
      const report = await loadOwnReport(trx, identity, params['id']!)
      return changeOwnReport(trx, identity, { report, body, origin: ip })
    })
    return presentOwnReport(changed)
  },
})

const remove = route({
  method: 'delete',
  path: '/report_templates/{id}',
  tag: TAG,
  summary: 'Delete a report that was put together; the log keeps what was in it',
  reply: null,
  async handle({ identity, params, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const report = await loadOwnReport(trx, identity, params['id']!)
      await retireOwnReport(trx, identity, { report, origin: ip })
    })
  },
})

export const reportTemplateRoutes = [list, add, change, remove]

/** To be changed; nobody else changes it meanwhile. */
async function loadOwnReport(trx: Knex.Transaction, identity: Identity, id: string): Promise<OwnReport> {
  const found = await OwnReport.query(trx)
    .where({ tenant_id: identity.tenantId, id })
    .whereNull('deleted_at')
    .forUpdate()
    .first()
  if (found === undefined) {
    throw new NotFoundError('report')
  }
  authorize(identity, 'manage', 'Cycle', { tenantId: identity.tenantId, projectId: found.projectId })
  return found
}
