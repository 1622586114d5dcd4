import { createMongoAbility, type ForcedSubject, type MongoAbility, type RawRuleOf, subject } from '@casl/ability'
import { unpackRules, type PackRule } from '@casl/ability/extra'
import { createContext, useContext, useMemo, type ReactNode } from 'react'
import type { Action, Subject } from '#shared/permissions/roles.ts'
import { useMe } from '../api/session.ts'

/** What the signed-in person may do, as the server said. The page never adds rules of its own. */
export type Ability = MongoAbility<[Action, Subject | (Place & ForcedSubject<Subject>)]>

/** Where a subject stands. */
interface Place {
  tenantId: string
  projectId?: string
  /** Of a view: everybody who reads the table has it. */
  isShared?: boolean
}

const AbilityContext = createContext<Ability>(createMongoAbility<Ability>([]))

/** Asks `ability.can('read', 'Factor')`. Default is no. */
export function useAbility(): Ability {
  return useContext(AbilityContext)
}

/** Whether that may be done to a subject of this project. */
export function useMayIn(projectId: string, action: Action, kind: Subject): boolean {
  const { tenant } = useMe()
  return useAbility().can(action, subject(kind, { tenantId: tenant.id, projectId }))
}

/** The same to one that belongs to the whole company. */
export function useMayInTenant(action: Action, kind: Subject): boolean {
  const { tenant } = useMe()
  return useAbility().can(action, subject(kind, { tenantId: tenant.id }))
}

/** The same in a module. */
export function useMayInModule(
  module: { id: string; project_id: string },
  action: Action,
  kind: Subject,
  more: Pick<Place, 'isShared'> = {},
): boolean {
  const { tenant } = useMe()
  const place = { tenantId: tenant.id, projectId: module.project_id, moduleId: module.id, ...more }
  return useAbility().can(action, subject(kind, place))
}

/** Unpacks the rules of `me` for everything below. */
export function AbilityProvider({ children }: { children: ReactNode }) {
  const { rules } = useMe()
  const ability = useMemo(
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server packs with the same library and vocabulary
    () => createMongoAbility<Ability>(unpackRules(rules as unknown as PackRule<RawRuleOf<Ability>>[])),
    [rules],
  )
  return <AbilityContext value={ability}>{children}</AbilityContext>
}
