import { NAMED_UNITS } from '#shared/quantities/unitTable.ts'
import { unitOf } from '#shared/quantities/unit.ts'

/** Spans of time in days: divided by one another they cancel, times a rate per hour they convert. */
export const DAYS = {
  type: 'number',
  unit: unitOf([{ symbol: 'day', exponent: 1, ...NAMED_UNITS.get('day')! }]),
} as const
