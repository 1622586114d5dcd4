import type { SearchKind } from '#shared/api/search.ts'
import { reaches } from '#shared/permissions/keyScopes.ts'
import { assertNever } from '#shared/result/assertNever.ts'
import type { Identity } from './Identity.ts'

/** Whether somebody finds things of that kind at all; which of them, the rights on each say. A key is asked for its scopes. */
export function mayFind({ ability, key }: Pick<Identity, 'ability' | 'key'>, kind: SearchKind): boolean {
  switch (kind) {
    case 'factor':
      return ability.can('read', 'Factor') && (key === undefined || reaches(key.scopes, 'factors', 'read'))
    case 'table':
    case 'row':
    case 'note':
    case 'evidence':
      return ability.can('read', 'Row')
    default:
      return assertNever(kind)
  }
}
