import type { FormulaError } from '#formulas/evaluate/formulaErrors.ts'
import type { SheetTranslate, SheetWord } from './useSheetWords.ts'

const WORDS: Readonly<Record<FormulaError, SheetWord>> = {
  missing: 'noResult_missing',
  'not-a-number': 'noResult_not_a_number',
  'no-factor': 'noResult_no_factor',
  'division-by-zero': 'noResult_division_by_zero',
  circular: 'noResult_circular',
  'not-finite': 'noResult_not_finite',
  'wrong-type': 'noResult_wrong_type',
  'no-such-date': 'noResult_no_such_date',
  'too-long': 'noResult_too_long',
  'wrong-unit': 'noResult_wrong_unit',
  'not-for-inventories': 'noResult_not_for_inventories',
  'several-rows': 'noResult_several_rows',
  'no-root': 'noResult_no_root',
  'outside-scopes': 'noResult_outside_scopes',
  'no-parameter': 'noResult_no_parameter',
  'not-approved': 'noResult_not_approved',
}

/** Why a computed cell has no result. */
export const noResult = (error: FormulaError, t: SheetTranslate): string => t(WORDS[error])
