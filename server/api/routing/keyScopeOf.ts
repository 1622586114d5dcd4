import type { KeyLevel, KeyResource } from '#shared/permissions/keyScopes.ts'
import type { Route } from './Route.ts'

/** What a key needs for an address: a scope, nothing but to be a key, or to be a person instead. */
export type KeyNeed = { resource: KeyResource; level: KeyLevel } | 'any' | 'person'

/** By the group of an address. A new group opens to no key until it stands here. */
const RESOURCE_OF_TAG: Readonly<Record<string, KeyResource>> = {
  Projects: 'structure',
  'Modules and tables': 'structure',
  'Copies and templates': 'structure',
  Views: 'structure',
  Formulas: 'structure',
  Cycles: 'cycles',
  Boundary: 'cycles',
  'Targets and intensity': 'cycles',
  'Own reports': 'cycles',
  Sheets: 'rows',
  Rows: 'rows',
  History: 'rows',
  Notes: 'rows',
  Evidence: 'rows',
  Conflicts: 'rows',
  Estimates: 'rows',
  Exports: 'rows',
  Imports: 'rows',
  Search: 'rows',
  Emissions: 'emissions',
  Reports: 'emissions',
  Factors: 'factors',
  'Factor sets': 'factors',
  Uncertainty: 'factors',
  Instruments: 'instruments',
  Parameters: 'parameters',
  'What if': 'scenarios',
  Runs: 'runs',
  Jobs: 'runs',
  Readings: 'readings',
  People: 'people',
  'Audit log': 'audit_log',
}

/** Addresses that change nothing although they are not read with GET: what they compute with is sent along. */
const ONLY_READ: readonly string[] = [
  'post /formulas/check',
  'post /formulas/evaluate',
  'post /cycles/{id}/what_if',
  'post /tables/{id}/fields/{field_id}/targets',
  'post /tables/{id}/fields/{field_id}/suggestions',
  'post /projects/{id}/cycles/check',
  'post /tables/{id}/export',
]

/** Which scope opens an address to a key. */
export function keyScopeOf({ method, path, tag }: Pick<Route, 'method' | 'path' | 'tag'>): KeyNeed {
  if (method === 'get' && path === '/me') {
    return 'any'
  }
  const resource = RESOURCE_OF_TAG[tag]
  const level: KeyLevel = method === 'get' || ONLY_READ.includes(`${method} ${path}`) ? 'read' : 'write'
  return resource === undefined ? 'person' : { resource, level }
}
