/**
 * A value as JSON in the one form that hashes are made of (the idea of RFC 8785): keys in the order of their code units,
 * numbers in the shortest form that reads back the same, no spaces. Absent fields are left out, as JSON does. Throws
 * RangeError for a number that JSON has not.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError(`${value} is no number of JSON`)
  }
  if (Array.isArray(value)) {
    return `[${value.map((one) => canonicalJson(one ?? null)).join()}]`
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
    return `{${fields.map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`).join()}}`
  }
  return JSON.stringify(value ?? null)
}
