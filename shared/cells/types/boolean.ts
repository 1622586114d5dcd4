import { latinDigits } from '../latinDigits.ts'
import { asItIs, type CellType } from './CellType.ts'

const YES = /^(true|yes|y|1|✓|✔|x|نعم)$/i
const NO = /^(false|no|n|0|لا)$/i

const isBoolean = (value: unknown): boolean => typeof value === 'boolean'

/** Yes or no. */
export const boolean: CellType = {
  rules: [],
  isFree: false,
  isList: false,
  hasOptions: false,
  hasUnit: false,
  isWords: false,
  expected: 'true or false',
  coerce({ text, raw }) {
    const latin = latinDigits(text)
    if (typeof raw === 'boolean' || YES.test(latin)) {
      return raw !== false
    }
    return NO.test(latin) ? false : text
  },
  format: asItIs,
  problem: (value, { name }, shown) =>
    isBoolean(value)
      ? null
      : { code: 'not-yes-or-no', message: `${name}: “${shown}” is neither yes nor no. Write yes or no.` },
  takes: () => isBoolean,
}
