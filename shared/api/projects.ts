import { z } from 'zod'
import { PAGE_QUERY, pageOf } from './pagination.ts'

/** Contracts of `GET projects` and `GET projects/{id}`. */
export const ProjectsQuery = z.strictObject({
  ...PAGE_QUERY,
  sort: z.enum(['name', '-name']).default('name'),
})
export type ProjectsQuery = z.infer<typeof ProjectsQuery>

export const ProjectReply = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  description: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
})
export type ProjectReply = z.infer<typeof ProjectReply>

export const ProjectsReply = pageOf(ProjectReply)
