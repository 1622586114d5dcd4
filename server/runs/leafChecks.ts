/**
 * A check of four digits for every value of a record, in the order of its canonical JSON. It says which value of a file was
 * changed, where the file's hash says only that one was; it is no protection by itself.
 */
import { canonicalJson } from './canonicalJson.ts'

const DIGITS = 4

/** A value of a record by its path: `values.4`, `options.0.label`. */
interface Leaf {
  path: string
  text: string
}

/** The checks of a record in one string. */
export function checksOf(record: object): string {
  return leavesOf(record, '')
    .map(({ path, text }) => checkOf(`${path}=${text}`))
    .join('')
}

/** The first value that its check does not fit. Null: all fit. Undefined: there are more or fewer values than checks. */
export function firstMisfit(record: object, checks: string): { path: string; found: string } | null | undefined {
  const leaves = leavesOf(record, '')
  if (checks.length !== leaves.length * DIGITS) {
    return undefined
  }
  const misfit = leaves.find(
    ({ path, text }, index) => checks.slice(index * DIGITS, (index + 1) * DIGITS) !== checkOf(`${path}=${text}`),
  )
  return misfit === undefined ? null : { path: misfit.path, found: misfit.text }
}

function leavesOf(value: unknown, path: string): Leaf[] {
  if (typeof value !== 'object' || value === null) {
    return [{ path, text: canonicalJson(value) }]
  }
  const inside = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return inside.length === 0
    ? [{ path, text: canonicalJson(value) }]
    : inside.flatMap(([key, one]) => leavesOf(one, path === '' ? key : `${path}.${key}`))
}

/** FNV-1a (32 bits), folded to 16. */
function checkOf(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  return ((hash ^ (hash >>> 16)) & 0xffff).toString(16).padStart(DIGITS, '0')
}
