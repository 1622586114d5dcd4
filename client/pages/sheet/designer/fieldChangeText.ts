import type { FieldChangeReply } from '#shared/api/fieldChanges.ts'
import { FIELD_ROLES, FIELD_TYPES } from '#shared/fields/field.ts'
import { unitText } from '#client/grid/unitText.ts'
import { TYPE_WORDS } from '../newColumn/typeWords.ts'
import type { SheetTranslate, SheetWord } from '../words/useSheetWords.ts'
import { rolesText } from './rolesText.ts'

const TITLES: Readonly<Record<string, SheetWord>> = {
  'field.create': 'did_create',
  'field.definition': 'did_definition',
  'field.factors': 'did_factors',
  'field.redefine': 'did_redefine',
  'field.role': 'did_role',
  'field.access': 'did_access',
  'field.retire': 'did_retire',
  'field.restore': 'did_bringBack',
  'field.place': 'did_place',
}

/** What somebody did, in a few words. */
export const titleOf = ({ action }: Pick<FieldChangeReply, 'action'>): SheetWord => TITLES[action] ?? 'did_definition'

interface Difference {
  what: string
  before: string
  after: string
}

const WHAT: Readonly<Record<string, SheetWord>> = {
  name: 'rulesName',
  type: 'newColumnType',
  unit: 'newColumnUnit',
  formula: 'newColumnFormula',
  options: 'newColumnOptions',
  factors: 'fieldFactors',
  required: 'rulesRequired',
  rules: 'fieldRules',
  readers: 'rightsRead',
  writers: 'rightsWrite',
  place: 'fieldPlace',
  role: 'designerRole',
}

/** What was another before, line by line; of a new field nothing was. */
export function differencesOf({ before, after }: FieldChangeReply, t: SheetTranslate): Difference[] {
  return Object.entries(WHAT).flatMap(([key, word]) => {
    const [old, now] = [before[key], after[key]]
    const isTold = key in before && key in after && JSON.stringify(old) !== JSON.stringify(now)
    return isTold ? [{ what: t(word), before: told(key, old, t), after: told(key, now, t) }] : []
  })
}

function told(key: string, value: unknown, t: SheetTranslate): string {
  if (key === 'readers' || key === 'writers') {
    const roles = Array.isArray(value) ? value.map(String) : null
    return rolesText(roles, t) ?? t(key === 'readers' ? 'rightsEverybodyReads' : 'rightsEverybodyWrites')
  }
  if (key === 'role') {
    const role = FIELD_ROLES.find((one) => one === value)
    return role === undefined ? '–' : t(`role_${role}`)
  }
  if (key === 'type') {
    const type = FIELD_TYPES.find((one) => one === value)
    return type === undefined ? '–' : t(TYPE_WORDS[type])
  }
  if (typeof value === 'boolean') {
    return t(value ? 'designerYes' : 'designerNo')
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? '–' : value.join(', ')
  }
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  return text === '' ? '–' : key === 'unit' ? unitText(text) : text
}
