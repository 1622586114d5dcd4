import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonicalJson.ts'
import { checkedJson, checksOf, firstMisfit } from './leafChecks.ts'

/** The form as the decision describes it, value by value. */
function plainJson(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map((one) => plainJson(one ?? null)).join()}]`
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
    return `{${fields.map(([key, one]) => `${JSON.stringify(key)}:${plainJson(one)}`).join()}}`
  }
  return JSON.stringify(value ?? null)
}

function plainLeaves(value: unknown, path: string): string[] {
  const inside =
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .filter(([, one]) => one !== undefined)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
      : []
  return inside.length === 0
    ? [`${path}=${plainJson(value)}`]
    : inside.flatMap(([key, one]) => plainLeaves(one, path === '' ? key : `${path}.${key}`))
}

/** FNV-1a of 32 bits, folded to 16, of each path and value. */
const plainChecks = (record: object): string =>
  plainLeaves(record, '')
    .map((leaf) => {
      let hash = 0x811c9dc5
      for (let i = 0; i < leaf.length; i++) {
        hash = Math.imul(hash ^ leaf.charCodeAt(i), 0x01000193)
      }
      return ((hash ^ (hash >>> 16)) & 0xffff).toString(16).padStart(4, '0')
    })
    .join('')

/** Keys that look like positions, empty ones, and lists of more than ten: wherever an order could go wrong. */
const anyKey = fc.oneof(fc.string(), fc.nat(30).map(String), fc.constantFrom('', 'a', 'id', 'values', 'zz', 'ch', 'd'))
const anyRecord = fc
  .letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(null, undefined, true, false, -0, 1e21, 1e-7),
      fc.array(tie('value'), { maxLength: 25 }),
      fc.dictionary(anyKey, tie('value'), { maxKeys: 14 }),
    ),
    record: fc.dictionary(anyKey, tie('value'), { maxKeys: 14 }),
  }))
  .record.filter((record): record is Record<string, unknown> => typeof record === 'object' && record !== null)
  .filter((record) => !('check' in record))

test('text and checks of any record are those of the plain description', () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      expect(canonicalJson(record)).toBe(plainJson(record))
      expect(checksOf(record)).toBe(plainChecks(record))
      expect(checkedJson(record)).toBe(plainJson({ ...record, check: plainChecks(record) }))
      expect(firstMisfit(record, checksOf(record))).toBe(null)
    }),
    { numRuns: 500 },
  )
})
