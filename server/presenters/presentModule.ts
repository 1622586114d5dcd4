import type { ModuleReply } from '#shared/api/modules.ts'
import type { Module } from '../models/Module.ts'

export function presentModule(module: Module): ModuleReply {
  const { id, key, name, description, scope, position } = module
  return { id, project_id: module.projectId, key, name, description, scope, s3_category: module.s3Category, position }
}
