import type { TFunction } from 'i18next'
import type { HeldGrantReply } from '#shared/api/users.ts'

/** Where a role holds, as people say it. */
export function scopeWords(
  t: TFunction<'people'>,
  grant: Pick<HeldGrantReply, 'scope' | 'scope_name' | 'project_name'>,
): string {
  switch (grant.scope) {
    case 'tenant':
      return t('company')
    case 'project':
      return grant.scope_name
    case 'module':
      return grant.project_name === null ? grant.scope_name : `${grant.scope_name} · ${grant.project_name}`
  }
}
