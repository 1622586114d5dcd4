import { BaseYearBody, BaseYearChangeBody, BaseYearDecisionBody, BaseYearReply } from '#shared/api/baseYear.ts'
import { projectBaseYear } from '#server/baseYear/projectBaseYear.ts'
import { addBaseYearChange, decideOnBaseYear, saveBaseYear } from '#server/baseYear/saveBaseYear.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { loadManagedProject, loadProject } from '../projects/loadProject.ts'
import { untilProjectIsProjected } from '../projects/untilProjectIsProjected.ts'
import { route } from '../routing/Route.ts'

const TAG = 'Targets and intensity'

const get = route({
  method: 'get',
  path: '/projects/{id}/base_year',
  tag: TAG,
  summary: 'The base year, every cycle against it, and whether a change asks for its recalculation',
  reply: BaseYearReply,
  async handle({ identity, params, services }) {
    const { id } = await loadProject(services, identity, params['id']!)
    await untilProjectIsProjected(services, identity, id)
    return inTenant(services.db, identity.tenantId, (trx) => projectBaseYear(trx, identity, id))
  },
})

const set = route({
  method: 'post',
  path: '/projects/{id}/base_year',
  tag: TAG,
  summary: 'Choose the base year, or another one with the reason; for who manages the cycles of the project',
  body: BaseYearBody,
  reply: null,
  async handle({ identity, params, body, services, ip }) {
    const { id: projectId } = await loadManagedProject(services, identity, params['id']!)
    await inTenant(services.db, identity.tenantId, (trx) =>
      saveBaseYear(trx, identity, { projectId, body, origin: ip }),
    )
  },
})

const addChange = route({
  method: 'post',
  path: '/projects/{id}/base_year/changes',
  tag: TAG,
  summary: 'Enter an acquisition, a divestment or another change that may ask for a recalculated base year',
  body: BaseYearChangeBody,
  reply: null,
  async handle({ identity, params, body, services, ip }) {
    const { id: projectId } = await loadManagedProject(services, identity, params['id']!)
    await inTenant(services.db, identity.tenantId, (trx) =>
      addBaseYearChange(trx, identity, { projectId, body, origin: ip }),
    )
  },
})

const decide = route({
  method: 'post',
  path: '/projects/{id}/base_year/decisions',
  tag: TAG,
  summary: 'Say that the base year was recalculated for a change or a restatement, or why it need not be',
  body: BaseYearDecisionBody,
  reply: null,
  async handle({ identity, params, body, services, ip }) {
    const { id: projectId } = await loadManagedProject(services, identity, params['id']!)
    await inTenant(services.db, identity.tenantId, (trx) =>
      decideOnBaseYear(trx, identity, { projectId, body, origin: ip }),
    )
  },
})

export const baseYearRoutes = [get, set, addChange, decide]
