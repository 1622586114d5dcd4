import type { CellProblemCode } from '#shared/cells/cellProblem.ts'
import type { ImportReason } from '#shared/api/imports.ts'
import type { ImportTranslate, ImportWord } from './words/useImportWords.ts'

/** What another language than English says of each reason: of cells, as a paste has them, and of rows of a file. */
const CELL_WORDS: Readonly<Record<CellProblemCode, ImportWord>> = {
  'not-a-number': 'wrong_number',
  'not-a-date': 'wrong_date',
  'not-a-month': 'wrong_month',
  'not-yes-or-no': 'wrong_boolean',
  'not-an-option': 'wrong_option',
  'not-files': 'wrong_form',
  'too-long': 'wrong_long',
  'too-small': 'wrong_limit',
  'too-large': 'wrong_limit',
  'other-form': 'wrong_form',
  'not-unique': 'wrong_unique',
  'not-found': 'wrong_unknown',
  'not-chosen': 'wrong_unknown',
  several: 'wrong_several',
  gone: 'wrong_unknown',
  'rule-broken': 'wrong_rule',
}
const ROW_WORDS: Readonly<Record<string, ImportWord>> = {
  'key-empty': 'wrong_keyEmpty',
  'key-twice': 'wrong_keyTwice',
  'key-several': 'wrong_keySeveral',
  'row-deleted': 'wrong_deleted',
  'invalid-id': 'wrong_id',
  'may-not-add': 'wrong_mayNotAdd',
  'changed-meanwhile': 'wrong_meanwhile',
  'not-computed': 'wrong_notComputed',
  'other-unit': 'wrong_unit',
  ambiguous: 'wrong_ambiguous',
}

/**
 * Why a cell or a row is rejected. In English as the server says it, which names the value; elsewhere by its code. A code of a
 * newer server is said in its English.
 */
export function reasonText(
  { code, message }: ImportReason,
  fieldName: string,
  { t, language }: { t: ImportTranslate; language: string },
): string {
  const word = Object.entries({ ...ROW_WORDS, ...CELL_WORDS }).find(([known]) => known === code)?.[1]
  return language === 'en' || word === undefined ? message : t(word, { field: fieldName })
}
