import { useMe } from '#client/api/session.ts'

/**
 * Whether the totals of a project cover all of its modules for this person. The server leaves out what one may not read,
 * and a number that is only a part must not be called the total.
 */
export function useSeesProject(projectId: string): boolean {
  const { grants } = useMe()
  return grants.some(({ scope, scope_id: id }) => scope === 'tenant' || (scope === 'project' && id === projectId))
}
