import { expect, test } from 'vitest'
import { KEY_SCOPES, type KeyScope } from '#shared/permissions/keyScopes.ts'
import {
  ACTIONS,
  type Action,
  ROLES,
  type Role,
  SCOPES,
  type Scope,
  SUBJECTS,
  type Subject,
} from '#shared/permissions/roles.ts'
import { abilityOf, type SubjectPlace } from './ability.ts'
import { may } from './authorize.ts'
import type { Identity, ScopedGrant } from './Identity.ts'
import { narrowGrants } from './keyRights.ts'

const TENANT = 'tenant'
const GRANTED = { tenantId: TENANT, projectId: 'project', moduleId: 'module' }

/** Places that a grant on `module` of `project` can be near to or far from. */
const PLACES: Readonly<Record<string, SubjectPlace>> = {
  granted: GRANTED,
  siblingModule: { ...GRANTED, moduleId: 'sibling' },
  otherProject: { tenantId: TENANT, projectId: 'elsewhere', moduleId: 'far' },
  otherTenant: { tenantId: 'foreign', projectId: 'project', moduleId: 'module' },
}

/**
 * The oracle: the permissions of docs/PERMISSIONS.md told a second time, as sets instead of rules, without CASL.
 * Which places a grant covers, then which actions the role has on the kind.
 */
function oracle(role: Role, scope: Scope, action: Action, kind: Subject, place: string, locked: boolean): boolean {
  if (kind === 'Factor') {
    return action === 'read'
  }
  if (place === 'otherTenant') {
    return false
  }
  const inProject = place !== 'otherProject'
  const reach = { tenant: true, project: inProject, module: place === 'granted' }[scope]
  const wholeTenantAdmin = role === 'admin' && scope === 'tenant'
  switch (kind) {
    case 'Tenant':
      return action === 'read' || wholeTenantAdmin
    case 'User':
      // The person asked about is the person who asks.
      return action === 'read' || action === 'update' || wholeTenantAdmin
    case 'AuditLog':
      return action === 'read' && wholeTenantAdmin
    case 'Project':
    case 'Cycle':
      return action === 'read' ? scope === 'tenant' || inProject : role === 'admin' && scope !== 'module' && reach
    case 'Module':
    case 'Table':
      return action === 'read' ? reach : role === 'admin' && reach
    case 'SheetView':
      // A shared one; one's own is asked about below.
      return action === 'read' ? reach : role === 'admin' && reach
    case 'FactorQuality':
      return action === 'read' || (scope === 'tenant' && (role === 'admin' || role === 'data_owner'))
    case 'Template':
      // Somebody else's; who designs tables anywhere uses all of them.
      return role === 'admin' && (action === 'read' || action === 'create' || scope === 'tenant')
    case 'CustomFactor':
      // Somebody else's; who enters data anywhere proposes one.
      return (
        action === 'read' || wholeTenantAdmin || (action === 'create' && (role === 'admin' || role === 'data_owner'))
      )
    case 'Instrument':
      // One that covers something of the project.
      return action === 'read'
        ? scope === 'tenant' || inProject
        : scope === 'tenant' && (role === 'admin' || role === 'data_owner')
    case 'Scenario':
      // Somebody else's; one's own are asked about below.
      return action === 'read' ? scope === 'tenant' || inProject : role === 'admin' && scope !== 'module' && reach
    case 'Parameter':
      // Formulas of all projects read them.
      return action === 'read' || (scope === 'tenant' && (role === 'admin' || role === 'data_owner'))
    case 'Run':
      return (
        (action === 'read' || action === 'create') &&
        scope !== 'module' &&
        reach &&
        (role === 'admin' || role === 'auditor')
      )
    case 'Job':
      // Somebody else's; what one may with one's own is in server/api/jobs/jobs.test.ts.
      return (action === 'read' || action === 'update') && wholeTenantAdmin
    case 'Device':
    case 'Webhook':
      return wholeTenantAdmin
    case 'ApiKey':
      // Somebody else's; nobody makes one for them. What one may with one's own is asked about below.
      return wholeTenantAdmin && (action === 'read' || action === 'update' || action === 'delete')
    case 'Row':
      if (action === 'read') {
        return reach
      }
      return action !== 'manage' && reach && !locked && (role === 'admin' || role === 'data_owner')
  }
}

const identityWith = (grants: ScopedGrant[]): Identity => ({
  userId: 'me',
  email: 'me@example.com',
  name: 'Me',
  tenantId: TENANT,
  tenantName: 'Tenant',
  sessionId: 'session',
  grants,
  ability: abilityOf({ userId: 'me', tenantId: TENANT }, grants),
})

const grantOn = (role: Role, scope: Scope): ScopedGrant => ({
  role,
  scope,
  scopeId: { tenant: TENANT, project: 'project', module: 'module' }[scope],
  projectId: scope === 'tenant' ? null : 'project',
})

const placeOf = (name: string, kind: Subject, locked: boolean): SubjectPlace => ({
  ...PLACES[name]!,
  ...(kind === 'User' && { userId: 'me' }),
  ...(kind === 'SheetView' && { isShared: true }),
  ...(kind === 'Row' && { cycleStatus: locked ? ('locked' as const) : ('open' as const) }),
})

test.each(ROLES.flatMap((role) => SCOPES.map((scope) => [role, scope] as const)))(
  'a %s of a %s may do exactly what the oracle says, to every kind of thing, near and far, open and locked',
  (role, scope) => {
    const identity = identityWith([grantOn(role, scope)])
    const wrong: string[] = []
    for (const kind of SUBJECTS) {
      for (const action of ACTIONS) {
        for (const place of Object.keys(PLACES)) {
          for (const locked of [false, true]) {
            const expected = oracle(role, scope, action, kind, place, locked)
            if (may(identity, action, kind, placeOf(place, kind, locked)) !== expected) {
              wrong.push(`${action} ${kind} ${place} ${locked ? 'locked' : 'open'}: should be ${expected}`)
            }
          }
        }
      }
    }
    expect(wrong).toEqual([])
  },
)

test('everybody does as they like with views of their own where they read tables, and never sees those of others', () => {
  const wrong: string[] = []
  for (const role of ROLES) {
    for (const scope of SCOPES) {
      const identity = identityWith([grantOn(role, scope)])
      for (const action of ACTIONS) {
        for (const [name, place] of Object.entries(PLACES)) {
          const mine = may(identity, action, 'SheetView', { ...place, userId: 'me', isShared: false })
          const others = may(identity, action, 'SheetView', { ...place, userId: 'another', isShared: false })
          if (mine !== may(identity, 'read', 'Table', place) || others) {
            wrong.push(`${role} of a ${scope}: ${action} ${name}`)
          }
        }
      }
    }
  }
  expect(wrong).toEqual([])
})

test('who has a role does as they like with keys that act for themselves', () => {
  const wrong = ROLES.flatMap((role) =>
    SCOPES.flatMap((scope) => {
      const identity = identityWith([grantOn(role, scope)])
      return ACTIONS.filter((action) => !may(identity, action, 'ApiKey', { tenantId: TENANT, userId: 'me' }))
    }),
  )
  expect(wrong).toEqual([])
})

/** What a key may by its scopes alone, told a second time: subjects that it changes, and those that it sees besides. */
const OF_SCOPE: Readonly<Record<KeyScope, { writes: readonly Subject[]; reads: readonly Subject[] }>> = {
  'structure:read': { writes: [], reads: ['SheetView', 'Template'] },
  'structure:write': { writes: ['Project', 'Module', 'Table', 'SheetView', 'Template'], reads: [] },
  'cycles:read': { writes: [], reads: [] },
  'cycles:write': { writes: ['Cycle'], reads: [] },
  'rows:read': { writes: [], reads: ['Row'] },
  'rows:write': { writes: ['Row'], reads: [] },
  'emissions:read': { writes: [], reads: ['Row'] },
  'factors:read': { writes: [], reads: ['FactorQuality', 'CustomFactor'] },
  'factors:write': { writes: ['Factor', 'FactorQuality', 'CustomFactor'], reads: [] },
  'instruments:read': { writes: [], reads: ['Instrument'] },
  'instruments:write': { writes: ['Instrument'], reads: [] },
  'parameters:read': { writes: [], reads: ['Parameter'] },
  'parameters:write': { writes: ['Parameter'], reads: [] },
  'scenarios:read': { writes: [], reads: ['Scenario'] },
  'scenarios:write': { writes: ['Scenario'], reads: [] },
  'runs:read': { writes: [], reads: ['Run', 'Job', 'Row'] },
  'runs:write': { writes: ['Run', 'Job'], reads: ['Row'] },
  'readings:read': { writes: [], reads: ['Device'] },
  'readings:write': { writes: ['Device'], reads: [] },
  'people:read': { writes: [], reads: ['User'] },
  'people:write': { writes: ['User'], reads: [] },
  'audit_log:read': { writes: [], reads: ['AuditLog'] },
}
const NAMES: readonly Subject[] = ['Tenant', 'Project', 'Cycle', 'Module', 'Table', 'Factor']

test.each(KEY_SCOPES)('[A19] a key for %s may what its person may, as far as that goes, and nothing else', (scope) => {
  const { writes, reads } = OF_SCOPE[scope]
  const wrong: string[] = []
  for (const role of ROLES) {
    const grants = [grantOn(role, 'tenant')]
    const person = identityWith(grants)
    const key = { scopes: [scope], modules: null }
    const program = { ...person, ability: abilityOf({ userId: 'me', tenantId: TENANT }, grants, key) }
    for (const kind of SUBJECTS) {
      for (const action of ACTIONS) {
        const place = placeOf('granted', kind, false)
        const isWithin = writes.includes(kind) || (action === 'read' && [...reads, ...NAMES].includes(kind))
        if (may(program, action, kind, place) !== (isWithin && may(person, action, kind, place))) {
          wrong.push(`${role}: ${action} ${kind}`)
        }
      }
    }
  }
  expect(wrong).toEqual([])
})

test('[A19] narrowed to modules, no grant reaches further than it did, and none reaches another module', () => {
  const modules = [{ id: 'module', projectId: 'project' }]
  const wrong: string[] = []
  for (const grant of ROLES.flatMap((role) => SCOPES.map((scope) => grantOn(role, scope)))) {
    const narrowed = narrowGrants([grant], { scopes: [...KEY_SCOPES], modules })
    const [person, program] = [identityWith([grant]), identityWith([...narrowed])]
    for (const kind of SUBJECTS) {
      for (const action of ACTIONS) {
        for (const name of Object.keys(PLACES)) {
          const place = placeOf(name, kind, false)
          const isOther = kind === 'Row' && name !== 'granted'
          if (may(program, action, kind, place) && (isOther || !may(person, action, kind, place))) {
            wrong.push(`${grant.role}@${grant.scope}: ${action} ${kind} ${name}`)
          }
        }
      }
    }
  }
  expect(wrong).toEqual([])
  expect(narrowGrants([grantOn('admin', 'tenant')], { scopes: [], modules: [] })).toEqual([])
  const elsewhere = [{ id: 'sibling', projectId: 'elsewhere' }]
  expect(narrowGrants([grantOn('admin', 'project')], { scopes: [], modules: elsewhere })).toEqual([])
})

test('without a grant nothing is allowed', () => {
  const nobody = identityWith([])
  const allowed = SUBJECTS.flatMap((kind) =>
    ACTIONS.filter((action) => may(nobody, action, kind, placeOf('granted', kind, false))),
  )
  expect(allowed).toEqual([])
})

test('grants add up: what two grants allow is what the one or the other allows', () => {
  const wrong: string[] = []
  const grants = ROLES.flatMap((role) => SCOPES.map((scope) => grantOn(role, scope)))
  for (const first of grants) {
    for (const second of grants) {
      const both = identityWith([first, second])
      for (const kind of SUBJECTS) {
        for (const action of ACTIONS) {
          for (const name of Object.keys(PLACES)) {
            const place = placeOf(name, kind, false)
            const either = [first, second].some((grant) => may(identityWith([grant]), action, kind, place))
            if (may(both, action, kind, place) !== either) {
              wrong.push(`${first.role}@${first.scope} + ${second.role}@${second.scope}: ${action} ${kind} ${name}`)
            }
          }
        }
      }
    }
  }
  expect(wrong).toEqual([])
})

test('nobody writes rows of a locked cycle, whatever grants they hold together', () => {
  const everything = identityWith(ROLES.flatMap((role) => SCOPES.map((scope) => grantOn(role, scope))))
  const writes = ACTIONS.filter(
    (action) => action !== 'read' && may(everything, action, 'Row', placeOf('granted', 'Row', true)),
  )
  expect(writes).toEqual([])
})
