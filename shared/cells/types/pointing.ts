import type { Field } from '#shared/fields/field.ts'
import { assertNever } from '#shared/result/assertNever.ts'
import { MAX_OPTION_ID_LENGTH } from '../cellValue.ts'
import type { CellType } from './CellType.ts'

type PointingField = Pick<Field, 'targets'>

/** Of something whose name is not known yet. */
const NOT_KNOWN_YET = '…'

const ENGLISH = { gone: 'the row is gone', hidden: 'hidden' }

/** The name that can be copied and found again; null: there is none, and the cell has only its value. */
export function nameOfTarget({ targets }: PointingField, value: string): string | null {
  const target = targets?.get(value)
  return target?.id === value ? target.label : null
}

/** A member of the tenant. Who left keeps their name. */
export const person = pointing({ what: 'member', gone: 'is not a member any more', expected: 'the id of a member' })

/** A row of another table of the project. */
export const reference = pointing({
  what: 'row',
  gone: 'is a row that was deleted',
  expected: 'the id of a row of its table',
})

/** A published emission factor. */
export const factor = pointing({
  what: 'factor',
  gone: 'is not there any more',
  expected: 'the id of a factor',
  hasUnit: true,
})

interface PointingWords {
  what: string
  gone: string
  expected: string
  /** Of factors: what they are per. */
  hasUnit?: boolean
}

/**
 * The cell stores the id of something that lives elsewhere and shows what it is called, which the field's `targets` know.
 * Where there are none, as on the server, every text may be an id.
 */
function pointing({ what, gone, expected, hasUnit = false }: PointingWords): CellType {
  return {
    rules: ['unique'],
    isFree: false,
    isList: false,
    hasOptions: false,
    hasUnit,
    isWords: true,
    expected,
    coerce({ text }, { targets }) {
      const target = targets?.get(text)
      return target?.state === 'named' && target.id !== null ? target.id : text
    },
    format(value, { targets }, { nameless = ENGLISH }) {
      const target = targets?.get(value)
      if (target === undefined) {
        return targets === undefined ? value : NOT_KNOWN_YET
      }
      switch (target.state) {
        case 'here':
        case 'gone':
          return target.label ?? nameless.gone
        case 'hidden':
          return nameless.hidden
        case 'named':
        case 'several':
        case 'unknown':
          return value
        default:
          return assertNever(target.state)
      }
    },
    problem(value, { name, targets }, shown) {
      const state = typeof value === 'string' ? targets?.get(value)?.state : 'unknown'
      switch (state) {
        case undefined:
        case 'here':
        case 'hidden':
          return null
        case 'gone':
          return { code: 'gone', message: `${name}: what stands here ${gone}. Choose another one, or leave it.` }
        case 'named':
          return { code: 'not-chosen', message: `${name}: “${shown}” is only a text yet. Choose it in the list.` }
        case 'several':
          return {
            code: 'several',
            message: `${name}: more than one ${what} is called “${shown}”. Choose one in the list.`,
          }
        case 'unknown':
          return { code: 'not-found', message: `${name}: no ${what} is called “${shown}”. Choose one in the list.` }
        default:
          return assertNever(state)
      }
    },
    takes: () => (value) => typeof value === 'string' && value !== '' && value.length <= MAX_OPTION_ID_LENGTH,
  }
}
