/** What differs between what two runs froze, record by record. */
import type { InputKind, RunChange } from '#shared/api/runChanges.ts'
import { canonicalJson, isObject, type Inside, keysInOrder } from '../canonicalJson.ts'

/** What says that two records are about the same. What is not listed has an `id`. */
const KEYS: Partial<Record<InputKind, readonly string[]>> = {
  gwp: ['species'],
  units: ['unit'],
  parameters: ['key'],
  sites: ['site'],
  declarations: ['scope', 's3_category', 'name'],
  declared_gaps: ['table_id', 'month', 'site', 'ordinal', 'source'],
  estimates: ['table_id', 'row_id', 'ordinal'],
  assessments: ['kind', 'subject'],
  choices: ['table_id', 'ordinal', 'factor_id', 'made_by'],
}

/** The records that came, changed or went, in the order of the newer run, those that went behind them. */
export function changedRecords(kind: InputKind, before: readonly Inside[], after: readonly Inside[]): RunChange[] {
  const [old, now] = [byKey(kind, before), byKey(kind, after)]
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)]
    const values = changedValues(was, is)
    if (was !== undefined && is !== undefined && values.length === 0) {
      return []
    }
    const one = is ?? was ?? {}
    const change = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed'
    const place = { table_id: textIn(one, 'table_id'), row_id: textIn(one, 'row_id') }
    return [{ change, name: nameOf(one, key), ...place, values, effect_kg: null }]
  })
}

/** The leaves of two values that differ, by their paths; undefined: there is none. */
export function changedValues(before: Inside | undefined, after: Inside | undefined): RunChange['values'] {
  const [old, now] = [leaves(before ?? {}), leaves(after ?? {})]
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((path) => ({ path, before: old.get(path) ?? null, after: now.get(path) ?? null }))
    .filter((value) => value.before !== value.after)
}

/** Of the same key the first is the first of the other run, and so on. */
function byKey(kind: InputKind, records: readonly Inside[]): Map<string, Inside> {
  const properties = KEYS[kind] ?? ['id']
  const found = new Map<string, Inside>()
  const seen = new Map<string, number>()
  for (const record of records) {
    const key = properties
      .map((property) => textIn(record, property) ?? canonicalJson(record[property] ?? null))
      .join(' ')
    const times = seen.get(key) ?? 0
    seen.set(key, times + 1)
    found.set(times === 0 ? key : `${key} (${times + 1})`, record)
  }
  return found
}

function nameOf(record: Inside, key: string): string {
  return textIn(record, 'name') ?? key
}

const textIn = (record: Inside, property: string): string | null => {
  const value = record[property]
  return typeof value === 'string' ? value : null
}

type Leaf = string | number | boolean | null

function leaves(value: Inside, path = '', found = new Map<string, Leaf>()): Map<string, Leaf> {
  for (const key of keysInOrder(value)) {
    const inner = value[key]
    const at = path === '' ? key : `${path}.${key}`
    const named = Array.isArray(inner) ? namedParts(inner) : isObject(inner) ? inner : null
    if (named !== null) {
      leaves(named, at, found)
    } else if (inner !== undefined) {
      found.set(at, leafOf(inner))
    }
  }
  return found
}

/** A list of options, or of values by year, as what it has by id or year; null: any other list, which is one value. */
function namedParts(list: readonly unknown[]): Inside | null {
  const entries = list.flatMap((one): [string, unknown][] => {
    const name = isObject(one) ? (one['id'] ?? one['year']) : undefined
    return typeof name === 'string' || typeof name === 'number' ? [[String(name), one]] : []
  })
  return list.length > 0 && entries.length === list.length ? Object.fromEntries(entries) : null
}

const leafOf = (value: unknown): Leaf =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
    ? value
    : canonicalJson(value)
