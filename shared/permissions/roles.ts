/** The vocabulary of permissions. The rules themselves live in server/policies and reach the client packed. */

export const ROLES = ['admin', 'data_owner', 'auditor', 'viewer'] as const
export type Role = (typeof ROLES)[number]

export const SCOPES = ['tenant', 'project', 'module'] as const
export type Scope = (typeof SCOPES)[number]

/** A role given to a person on a tenant, a project or a module. Grants add up and flow downwards. */
export interface Grant {
  role: Role
  scope: Scope
  scopeId: string
}

export const ACTIONS = ['read', 'create', 'update', 'delete', 'manage'] as const
export type Action = (typeof ACTIONS)[number]

export const SUBJECTS = [
  'Tenant',
  'Project',
  'Cycle',
  'Module',
  'Table',
  'SheetView',
  'Template',
  'Row',
  'Factor',
  'FactorQuality',
  'CustomFactor',
  'Instrument',
  'Parameter',
  'Run',
  'Scenario',
  'Job',
  'User',
  'AuditLog',
  'ApiKey',
  'Webhook',
  'Device',
] as const
export type Subject = (typeof SUBJECTS)[number]
