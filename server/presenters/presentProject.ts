import type { ProjectReply } from '#shared/api/projects.ts'
import type { Project } from '../models/Project.ts'

export function presentProject(project: Project): ProjectReply {
  const { id, key, name, description } = project
  return {
    id,
    key,
    name,
    description,
    created_at: project.createdAt.toISOString(),
    updated_at: project.updatedAt.toISOString(),
  }
}
