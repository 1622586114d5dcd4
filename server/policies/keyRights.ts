/** A key may what its person may, as far as it was made for it: grants are cut to its modules, and rules to its scopes. */
import type { RawRuleOf } from '@casl/ability'
import { type KeyLevel, type KeyResource, type KeyRights, reaches } from '#shared/permissions/keyScopes.ts'
import type { Action, Subject } from '#shared/permissions/roles.ts'
import type { AppAbility } from './ability.ts'
import type { Identity, ScopedGrant } from './Identity.ts'

/** Which resource a subject belongs to; null: no key changes or lists it by a scope. */
const RESOURCE_OF: Readonly<Record<Subject, KeyResource | null>> = {
  Tenant: null,
  Project: 'structure',
  Cycle: 'cycles',
  Module: 'structure',
  Table: 'structure',
  SheetView: 'structure',
  Template: 'structure',
  Row: 'rows',
  Factor: 'factors',
  FactorQuality: 'factors',
  CustomFactor: 'factors',
  Instrument: 'instruments',
  Parameter: 'parameters',
  Run: 'runs',
  Scenario: 'scenarios',
  Job: 'runs',
  User: 'people',
  AuditLog: 'audit_log',
  ApiKey: null,
  Webhook: null,
  Device: 'readings',
}

/**
 * What names the places of everything else, and what is published: handlers look these up for whatever a key was made for. Which
 * addresses list them is decided by the scopes of the addresses (`keyScopeOf`).
 */
const FRAME: readonly Subject[] = ['Tenant', 'Project', 'Cycle', 'Module', 'Table', 'Factor']

/** What the grants of a person leave on the modules of a key: never more than they hold there. */
export function narrowGrants(grants: readonly ScopedGrant[], { modules }: KeyRights): readonly ScopedGrant[] {
  if (modules === null) {
    return grants
  }
  return grants.flatMap(({ role, scope, scopeId }) =>
    modules
      .filter(
        ({ id, projectId }) =>
          scope === 'tenant' ||
          (scope === 'project' && scopeId === projectId) ||
          (scope === 'module' && scopeId === id),
      )
      .map(({ id, projectId }) => ({ role, scope: 'module' as const, scopeId: id, projectId })),
  )
}

/** The rules that are left within the scopes of a key. What is forbidden stays so. */
export function narrowRules(rules: readonly RawRuleOf<AppAbility>[], key: KeyRights): RawRuleOf<AppAbility>[] {
  return rules.flatMap((rule): RawRuleOf<AppAbility>[] => {
    if (rule.inverted === true) {
      return [rule]
    }
    const kinds = [rule.subject].flat().filter((kind) => typeof kind === 'string')
    return kinds.flatMap((subject): RawRuleOf<AppAbility>[] => {
      if (isWithin(key, subject, 'write')) {
        return [{ ...rule, subject }]
      }
      const isReading = [rule.action].flat().some((action: Action) => action === 'read' || action === 'manage')
      return isReading && isWithin(key, subject, 'read') ? [{ ...rule, subject, action: 'read' }] : []
    })
  })
}

/**
 * By which roles a key is told of fields: those of its person when it may read rows at all, and none otherwise, so that fields
 * for some readers do not exist for it.
 */
export const rolesForFields = (grants: readonly ScopedGrant[], key: KeyRights): readonly ScopedGrant[] =>
  isWithin(key, 'Row', 'read') ? grants : []

/** Writers that a field names write by their role and not by a rule, so a key is asked for them by itself. */
export const mayWriteCells = ({ key }: Pick<Identity, 'key'>): boolean =>
  key === undefined || reaches(key.scopes, 'rows', 'write')

function isWithin({ scopes }: KeyRights, kind: Subject, level: KeyLevel): boolean {
  if (level === 'read' && FRAME.includes(kind)) {
    return true
  }
  // Totals, and what a run proves, are made of rows.
  const isBehindFigures = kind === 'Row' && level === 'read'
  const resource = RESOURCE_OF[kind]
  return (
    (isBehindFigures && (reaches(scopes, 'emissions', 'read') || reaches(scopes, 'runs', 'read'))) ||
    (resource !== null && reaches(scopes, resource, level))
  )
}
