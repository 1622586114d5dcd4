import type { ModuleReply } from '#shared/api/modules.ts'
import { defaultIsoCode } from '#shared/emissions/isoCategories.ts'
import type { Module } from '../models/Module.ts'

export function presentModule(module: Module): ModuleReply {
  const { id, key, name, description, scope, position } = module
  const placed = { scope, s3_category: module.s3Category }
  return {
    id,
    project_id: module.projectId,
    key,
    name,
    description,
    ...placed,
    iso_category: module.isoCategory ?? defaultIsoCode(placed),
    iso_chosen: module.isoCategory !== null,
    position,
  }
}
