import type { Knex } from 'knex'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { Module } from '#server/models/Module.ts'
import { Project } from '#server/models/Project.ts'
import { authorize } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'

const placeOf = ({ tenantId, projectId, id }: Module) => ({ tenantId, projectId, moduleId: id })

/** Throws NotFoundError when the module is not there or not theirs to read. */
export async function loadModule(trx: Knex.Transaction, identity: Identity, id: string): Promise<Module> {
  const module = await Module.query(trx).findById(id).whereNull('deleted_at')
  if (module === undefined) {
    throw new NotFoundError('module')
  }
  authorize(identity, 'read', 'Module', placeOf(module))
  return module
}

/** A module that the caller manages. */
export async function loadManagedModule(trx: Knex.Transaction, identity: Identity, id: string): Promise<Module> {
  const module = await loadModule(trx, identity, id)
  authorize(identity, 'manage', 'Module', placeOf(module))
  return module
}

/** A module in which the caller makes tables. */
export async function loadDesignedModule(trx: Knex.Transaction, identity: Identity, id: string): Promise<Module> {
  const module = await loadModule(trx, identity, id)
  authorize(identity, 'manage', 'Table', placeOf(module))
  return module
}

/** A project in which the caller makes modules. */
export async function loadDesignedProject(trx: Knex.Transaction, identity: Identity, id: string): Promise<Project> {
  const project = await Project.query(trx).findById(id).whereNull('deleted_at')
  const place = { tenantId: identity.tenantId, projectId: id }
  if (project === undefined) {
    throw new NotFoundError('project')
  }
  authorize(identity, 'read', 'Project', place)
  authorize(identity, 'manage', 'Project', place)
  return project
}

/** One that was taken out of its project, and is managed by the caller. */
export async function loadRetiredModule(trx: Knex.Transaction, identity: Identity, id: string): Promise<Module> {
  const module = await Module.query(trx).findById(id).whereNotNull('deleted_at')
  if (module === undefined) {
    throw new NotFoundError('module')
  }
  authorize(identity, 'manage', 'Module', placeOf(module))
  return module
}
