import { subject } from '@casl/ability'
import type { ModuleReply } from '#shared/api/modules.ts'
import { useMe } from '#client/api/session.ts'
import { useAbility } from '#client/permissions/ability.tsx'

/** Where this person makes modules and tables. */
export function useMayManage() {
  const { tenant } = useMe()
  const ability = useAbility()
  return {
    /** Tables of some module are designed by this person, so templates are for them. */
    anywhere: ability.can('read', subject('Template', { tenantId: tenant.id })),
    /** Modules of that project are made by this person. */
    project: (projectId: string): boolean =>
      ability.can('manage', subject('Project', { tenantId: tenant.id, projectId })),
    /** Tables of that module are. */
    tablesOf: ({ id, project_id: projectId }: Pick<ModuleReply, 'id' | 'project_id'>): boolean => {
      const place = { tenantId: tenant.id, projectId, moduleId: id }
      return ability.can('manage', subject('Table', place))
    },
  }
}
