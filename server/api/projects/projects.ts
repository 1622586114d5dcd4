import { CycleSaved, CyclesQuery, CyclesReply, NewCycleBody, NewCycleCheck } from '#shared/api/cycles.ts'
import { ModulesQuery, ModulesReply } from '#shared/api/modules.ts'
import { ProjectReply, ProjectsQuery, ProjectsReply } from '#shared/api/projects.ts'
import { createCycle, draftOf } from '#server/commands/createCycle.ts'
import { checkCycle } from '#server/commands/cycleProblems.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import { Cycle } from '#server/models/Cycle.ts'
import { Module } from '#server/models/Module.ts'
import { Project } from '#server/models/Project.ts'
import { authorize } from '#server/policies/authorize.ts'
import { readableCondition } from '#server/policies/readableCondition.ts'
import { presentCycle } from '#server/presenters/presentCycle.ts'
import { presentModule } from '#server/presenters/presentModule.ts'
import { presentProject } from '#server/presenters/presentProject.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { keysetPage } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'
import { loadProject } from './loadProject.ts'

const TAG = 'Projects'

const list = route({
  method: 'get',
  path: '/projects',
  tag: TAG,
  summary: 'The projects that you may read',
  query: ProjectsQuery,
  reply: ProjectsReply,
  async handle({ identity, query, services }) {
    const page = await inTenant(services.db, identity.tenantId, (trx) =>
      keysetPage(
        Project.query(trx)
          .where({ tenant_id: identity.tenantId })
          .whereNull('deleted_at')
          .whereRaw(...readableCondition(identity, 'Project', { tenantId: 'tenant_id', projectId: 'id' })),
        { columns: ['name', 'id'], keyOf: (project) => [project.name, project.id], descending: query.sort === '-name' },
        query,
      ),
    )
    return { ...page, data: page.data.map(presentProject) }
  },
})

const get = route({
  method: 'get',
  path: '/projects/{id}',
  tag: TAG,
  summary: 'One project',
  reply: ProjectReply,
  async handle({ identity, params, services }) {
    return presentProject(await loadProject(services, identity, params['id']!))
  },
})

const cycles = route({
  method: 'get',
  path: '/projects/{id}/cycles',
  tag: TAG,
  summary: 'The reporting cycles of a project, newest first',
  query: CyclesQuery,
  reply: CyclesReply,
  async handle({ identity, params, query, services }) {
    const project = await loadProject(services, identity, params['id']!)
    const status = query['filter[status]']
    const latest = query['filter[latest]'] === 'true'
    const page = await inTenant(services.db, identity.tenantId, (trx) =>
      keysetPage(
        Cycle.query(trx)
          .where({ tenant_id: identity.tenantId, project_id: project.id, ...(status && { status }) })
          .whereNull('deleted_at')
          .modify((list) => void (latest && list.whereNull('restated_by')))
          .whereRaw(...readableCondition(identity, 'Cycle', { tenantId: 'tenant_id', projectId: 'project_id' })),
        {
          columns: ['starts_on', 'id'],
          keyOf: (cycle) => [cycle.startsOn, cycle.id],
          descending: query.sort === '-starts_on',
        },
        query,
      ),
    )
    return { ...page, data: page.data.map(presentCycle) }
  },
})

const addCycle = route({
  method: 'post',
  path: '/projects/{id}/cycles',
  tag: 'Cycles',
  summary: 'Begin a cycle: all tables of the project take part in it; for administrators of the project',
  body: NewCycleBody,
  reply: CycleSaved,
  async handle({ identity, params, body, services, ip }) {
    const projectId = (await loadProject(services, identity, params['id']!)).id
    authorize(identity, 'manage', 'Cycle', { tenantId: identity.tenantId, projectId })
    const { cycle, warnings } = await inTenant(services.db, identity.tenantId, (trx) =>
      createCycle(trx, identity, { projectId, body, origin: ip }),
    )
    return { ...presentCycle(cycle), warnings }
  },
})

const checkNewCycle = route({
  method: 'post',
  path: '/projects/{id}/cycles/check',
  tag: 'Cycles',
  summary: 'What beginning such a cycle would say; nothing is written',
  body: NewCycleBody,
  reply: NewCycleCheck,
  async handle({ identity, params, body, services }) {
    const projectId = (await loadProject(services, identity, params['id']!)).id
    authorize(identity, 'manage', 'Cycle', { tenantId: identity.tenantId, projectId })
    const draft = draftOf(projectId, body)
    const { problems, warnings } = await inTenant(services.db, identity.tenantId, (trx) => checkCycle(trx, draft))
    if (problems.length > 0) {
      throw new ValidationError(problems)
    }
    return { factor_year: draft.factorYear, warnings }
  },
})

const modules = route({
  method: 'get',
  path: '/projects/{id}/modules',
  tag: TAG,
  summary: 'The modules of a project that you may read, in the order of the inventory',
  query: ModulesQuery,
  reply: ModulesReply,
  async handle({ identity, params, query, services }) {
    const project = await loadProject(services, identity, params['id']!)
    const scope = query['filter[scope]']
    const columns = { tenantId: 'tenant_id', projectId: 'project_id', moduleId: 'id' }
    const page = await inTenant(services.db, identity.tenantId, (trx) =>
      keysetPage(
        Module.query(trx)
          .where({ tenant_id: identity.tenantId, project_id: project.id, ...(scope && { scope }) })
          .whereNull('deleted_at')
          .whereRaw(...readableCondition(identity, 'Module', columns)),
        { columns: ['position', 'id'], keyOf: (module) => [module.position, module.id] },
        query,
      ),
    )
    return { ...page, data: page.data.map(presentModule) }
  },
})

export const projectRoutes = [list, get, cycles, addCycle, checkNewCycle, modules]
