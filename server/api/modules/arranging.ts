import { ModuleBody, ModuleReply, NewModuleBody, NewTableBody, PlaceBody, RetiredReply } from '#shared/api/modules.ts'
import { TableReply } from '#shared/api/tables.ts'
import { lockModules, lockTables, nameProblems, place, rename } from '#server/commands/arrange.ts'
import { classifyModule } from '#server/commands/classifyModule.ts'
import { createModule } from '#server/commands/createModule.ts'
import { bringSheetsBack, retireSheets } from '#server/commands/retireSheets.ts'
import { insertTables } from '#server/copies/TableDraft.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import { Module } from '#server/models/Module.ts'
import { SheetTable } from '#server/models/SheetTable.ts'
import { readableCondition } from '#server/policies/readableCondition.ts'
import { presentModule } from '#server/presenters/presentModule.ts'
import { presentTable } from '#server/presenters/presentTable.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'
import { loadDesignedModule, loadDesignedProject, loadManagedModule, loadRetiredModule } from './loadModule.ts'

const TAG = 'Modules and tables'

const create = route({
  method: 'post',
  path: '/projects/{id}/modules',
  tag: TAG,
  summary: 'Add a module without tables; for administrators of the project',
  body: NewModuleBody,
  reply: ModuleReply,
  async handle({ identity, params, body, services, ip }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const project = await loadDesignedProject(trx, identity, params['id']!)
      return presentModule(await createModule(trx, identity, { projectId: project.id, body, origin: ip }))
    })
  },
})

const change = route({
  method: 'patch',
  path: '/modules/{id}',
  tag: TAG,
  summary: 'Change name, description and ISO 14064-1 category of a module; for its administrators',
  body: ModuleBody,
  reply: null,
  async handle({ identity, params, body, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const one = await loadManagedModule(trx, identity, params['id']!)
      const siblings = await lockModules(trx, one.projectId)
      await rename(trx, identity, { kind: 'module', one }, { siblings, names: body, origin: ip })
      if (body.iso_category !== undefined) {
        await classifyModule(trx, identity, one, { isoCategory: body.iso_category, origin: ip })
      }
    })
  },
})

const position = route({
  method: 'post',
  path: '/modules/{id}/position',
  tag: TAG,
  summary: 'Put a module behind another one, for everybody; for administrators of the project',
  body: PlaceBody,
  reply: null,
  async handle({ identity, params, body, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const one = await loadManagedModule(trx, identity, params['id']!)
      await loadDesignedProject(trx, identity, one.projectId)
      const siblings = await lockModules(trx, one.projectId)
      await place(trx, identity, { kind: 'module', one }, { siblings, behind: body.behind, origin: ip })
    })
  },
})

const retire = route({
  method: 'delete',
  path: '/modules/{id}',
  tag: TAG,
  summary: 'Take a module with its tables out of its project; for administrators of the project. Nothing is lost',
  reply: null,
  async handle({ identity, params, services, ip }) {
    const { tenantId } = identity
    const tableIds = await inTenant(services.db, tenantId, async (trx) => {
      const one = await loadManagedModule(trx, identity, params['id']!)
      await loadDesignedProject(trx, identity, one.projectId)
      await lockModules(trx, one.projectId)
      return retireSheets(trx, identity, { kind: 'module', one }, ip)
    })
    await Promise.all(tableIds.map((tableId) => services.collaboration.refreshRights(tenantId, { tableId })))
  },
})

const bringBack = route({
  method: 'post',
  path: '/modules/{id}/restore',
  tag: TAG,
  summary: 'Bring a retired module back with its tables and their rows; for its administrators',
  reply: null,
  async handle({ identity, params, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const one = await loadRetiredModule(trx, identity, params['id']!)
      const siblings = await lockModules(trx, one.projectId)
      await bringSheetsBack(trx, identity, { kind: 'module', one }, { siblings, origin: ip })
    })
  },
})

const retired = route({
  method: 'get',
  path: '/projects/{id}/retired_modules',
  tag: TAG,
  summary: 'Modules that were taken out of the project; for its administrators',
  reply: RetiredReply,
  async handle({ identity, params, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const project = await loadDesignedProject(trx, identity, params['id']!)
      const columns = { tenantId: 'tenant_id', projectId: 'project_id', moduleId: 'id' }
      const found = await Module.query(trx)
        .where({ project_id: project.id })
        .whereNotNull('deleted_at')
        .whereRaw(...readableCondition(identity, 'Module', columns))
        .orderBy('deleted_at', 'desc')
      return { data: found.map(({ id, name }) => ({ id, name })) }
    })
  },
})

const createTable = route({
  method: 'post',
  path: '/modules/{id}/tables',
  tag: TAG,
  summary: 'Add a table without fields; for administrators of its module',
  body: NewTableBody,
  reply: TableReply,
  async handle({ identity, params, body, services, ip }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const module = await loadDesignedModule(trx, identity, params['id']!)
      const problems = nameProblems(body.name, await lockTables(trx, module.id), 'table')
      if (problems.length > 0) {
        throw new ValidationError(problems)
      }
      const draft = { id: crypto.randomUUID(), moduleId: module.id, ...body, fields: [], from: {} }
      const [made] = await insertTables(trx, identity, [draft], ip)
      return presentTable(made!)
    })
  },
})

const retiredTables = route({
  method: 'get',
  path: '/modules/{id}/retired_tables',
  tag: TAG,
  summary: 'Tables that were taken out of the module; for its administrators',
  reply: RetiredReply,
  async handle({ identity, params, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const module = await loadDesignedModule(trx, identity, params['id']!)
      const found = await SheetTable.query(trx)
        .where({ module_id: module.id })
        .whereNotNull('deleted_at')
        .orderBy('deleted_at', 'desc')
      return { data: found.map(({ id, name }) => ({ id, name })) }
    })
  },
})

export const moduleArrangingRoutes = [create, change, position, retire, bringBack, retired, createTable, retiredTables]
