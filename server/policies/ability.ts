import { createMongoAbility, type ForcedSubject, type MongoAbility, type RawRuleOf } from '@casl/ability'
import { packRules } from '@casl/ability/extra'
import type { CycleStatus } from '#shared/api/cycles.ts'
import type { KeyRights } from '#shared/permissions/keyScopes.ts'
import type { PackedRule } from '#shared/permissions/packedRules.ts'
import type { Action, Subject } from '#shared/permissions/roles.ts'
import { allowApiKeys } from './apiKey.ts'
import { allowAuditLog } from './auditLog.ts'
import { allowCustomFactors } from './customFactor.ts'
import { allowCycles } from './cycle.ts'
import { allowDevices } from './device.ts'
import { allowFactors } from './factor.ts'
import { allowInstruments } from './instrument.ts'
import type { ScopedGrant } from './Identity.ts'
import { allowJobs } from './job.ts'
import { narrowRules } from './keyRights.ts'
import { allowModules } from './module.ts'
import { allowParameters } from './parameter.ts'
import { allowProjects } from './project.ts'
import { allowRows, forbidLockedRows } from './row.ts'
import { allowRuns } from './run.ts'
import { allowScenarios } from './scenario.ts'
import { allowSheetViews } from './sheetView.ts'
import { allowTables } from './table.ts'
import { allowTemplates } from './template.ts'
import { allowTenant } from './tenant.ts'
import { allowUsers } from './user.ts'
import { allowWebhooks } from './webhook.ts'

/** Where a subject stands; rules ask about these, and lists are filtered by them. */
export interface SubjectPlace {
  tenantId: string
  projectId?: string
  moduleId?: string
  userId?: string
  /** Of a view: everybody who reads the table reads it. */
  isShared?: boolean
  cycleStatus?: CycleStatus
}

export type AppAbility = MongoAbility<[Action, Subject | (SubjectPlace & ForcedSubject<Subject>)]>

/** What the rule files write with. Without a place the rule holds everywhere. */
export interface RuleBuilder {
  can(actions: Action | Action[], kind: Subject, place?: SubjectPlace): void
  cannot(actions: Action | Action[], kind: Subject, place: Partial<SubjectPlace>): void
}

/** Whose rules are written: a person in a tenant. */
export interface RuleOwner {
  userId: string
  tenantId: string
}

/**
 * What a person may do: the sum of the grants, and nothing without a grant. What must never happen comes last, because
 * a later rule wins. `key`: of a key that acts for the person, which only takes away; its grants are narrowed already.
 */
export function abilityOf(owner: RuleOwner, grants: readonly ScopedGrant[], key?: KeyRights): AppAbility {
  const rules: RawRuleOf<AppAbility>[] = []
  const builder: RuleBuilder = {
    can: (action, subject, place) => rules.push({ action, subject, ...(place && { conditions: { ...place } }) }),
    cannot: (action, subject, place) => rules.push({ action, subject, conditions: { ...place }, inverted: true }),
  }
  for (const grant of grants) {
    allowTenant(builder, owner, grant)
    allowUsers(builder, owner, grant)
    allowProjects(builder, owner, grant)
    allowCycles(builder, owner, grant)
    allowModules(builder, owner, grant)
    allowTables(builder, owner, grant)
    allowSheetViews(builder, owner, grant)
    allowTemplates(builder, owner, grant)
    allowRows(builder, owner, grant)
    allowFactors(builder, owner, grant)
    allowCustomFactors(builder, owner, grant)
    allowInstruments(builder, owner, grant)
    allowParameters(builder, owner, grant)
    allowRuns(builder, owner, grant)
    allowScenarios(builder, owner, grant)
    allowJobs(builder, owner, grant)
    allowAuditLog(builder, owner, grant)
    allowApiKeys(builder, owner, grant)
    allowWebhooks(builder, owner, grant)
    allowDevices(builder, owner, grant)
  }
  forbidLockedRows(builder)
  return createMongoAbility<AppAbility>(key === undefined ? rules : narrowRules(rules, key))
}

/** The rules as the client receives them. */
export function packedRulesOf(ability: AppAbility): PackedRule[] {
  return packRules(ability.rules)
}
