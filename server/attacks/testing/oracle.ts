/** Who may do what with the target, written down by hand: no policy, no CASL and no code of ours was asked. */
import type { Field } from '#shared/fields/field.ts'
import type { TestTenant } from '#server/testing/seedTenant.ts'

/** Roles of the attacked company; `moduleOwner` enters data in the attacked module only. */
export const PEOPLE = [
  'admin',
  'data_owner',
  'auditor',
  'viewer',
  'moduleOwner',
] as const satisfies readonly (keyof TestTenant['people'])[]

/**
 * Those who may nothing at all here: somebody of the company without any role, somebody with a role in another module
 * only, and the administrator of another company.
 */
export const OUTSIDERS = ['withoutRole', 'elsewhere', 'foreignAdmin'] as const
export const EVERYBODY = [...PEOPLE, ...OUTSIDERS] as const
export type Person = (typeof EVERYBODY)[number]

type TargetField = Partial<Field> & Pick<Field, 'key' | 'type'>

/** Ordinals go up from 2 in this order. */
export const TARGET_FIELDS: readonly TargetField[] = [
  { key: 'month', type: 'month', role: 'month' },
  { key: 'quantity', type: 'number', unit: 'kWh' },
  { key: 'note', type: 'text' },
  { key: 'checked_by', type: 'text', writers: ['auditor', 'admin'] },
  { key: 'price', type: 'number', unit: 'kgCO2e/kWh', readers: ['admin', 'auditor'], writers: ['admin'] },
  { key: 'risk', type: 'text', readers: ['auditor'], writers: ['auditor'] },
  { key: 'doubled', type: 'formula', unit: 'kWh', formula: 'quantity * 2' },
  { key: 'cost', type: 'formula', unit: 'kgCO2e', formula: 'quantity * price', role: 'emissions' },
]

export const ordinalOf = (key: string): number => 2 + TARGET_FIELDS.findIndex((field) => field.key === key)

export const COMMON = 'common'
export const PRICES = 'admin+auditor'
export const RISKS = 'auditor'

const ENTER: readonly Person[] = ['admin', 'data_owner', 'moduleOwner']

export interface Allowed {
  part: string | null
  read: readonly Person[]
  write: readonly Person[]
}

/** By key of the field. */
export const ALLOWED: Readonly<Record<string, Allowed>> = {
  month: { part: COMMON, read: PEOPLE, write: ENTER },
  quantity: { part: COMMON, read: PEOPLE, write: ENTER },
  note: { part: COMMON, read: PEOPLE, write: ENTER },
  checked_by: { part: COMMON, read: PEOPLE, write: ['admin', 'auditor'] },
  price: { part: PRICES, read: ['admin', 'auditor'], write: ['admin'] },
  risk: { part: RISKS, read: ['auditor'], write: ['auditor'] },
  doubled: { part: null, read: PEOPLE, write: [] },
  cost: { part: null, read: ['admin', 'auditor'], write: [] },
}

/** Who may open a part at all. */
export const OPENS: Readonly<Record<string, readonly Person[]>> = {
  [COMMON]: PEOPLE,
  [PRICES]: ['admin', 'auditor'],
  [RISKS]: ['auditor'],
}

/** Who may add, move, delete and restore rows. */
export const ARRANGES: readonly Person[] = ENTER
