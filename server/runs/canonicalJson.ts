/**
 * A value as JSON in the one form that hashes are made of (the idea of RFC 8785): keys in the order of their code units,
 * numbers in the shortest form that reads back the same, no spaces. Absent fields are left out, as JSON does. Throws
 * RangeError for a number that JSON has not.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
      return numberText(value)
    case 'boolean':
      return value ? 'true' : 'false'
    default:
      return isObject(value) ? insideText(value) : JSON.stringify(value ?? null)
  }
}

/** An object or a list, as what it has by key. */
export type Inside = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Inside => typeof value === 'object' && value !== null

/** The keys of an object in the order of their code units. */
export function keysInOrder(value: Inside): string[] {
  const keys = Object.keys(value)
  for (let at = 1; at < keys.length; at++) {
    if (keys[at - 1]! > keys[at]!) {
      return keys.sort()
    }
  }
  return keys
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) {
    throw new RangeError(`${value} is no number of JSON`)
  }
  return String(value)
}

function insideText(value: Inside): string {
  if (Array.isArray(value)) {
    return `[${value.map((one) => canonicalJson(one ?? null)).join()}]`
  }
  let text = ''
  for (const key of keysInOrder(value)) {
    const one = value[key]
    if (one !== undefined) {
      text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(one)}`
    }
  }
  return `{${text}}`
}
