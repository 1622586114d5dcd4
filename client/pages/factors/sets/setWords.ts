import type { FactorSetAction, FactorSetStep } from '#shared/api/factorSets.ts'
import type { FactorSetStatus, RowReason, SetColumn, SetLayout } from '#shared/emissions/factorSet.ts'
import type { ChipTone } from '#client/components/Chip.tsx'
import type { en } from './words/en.ts'

type Word = keyof typeof en

export const STATUS_LOOKS = {
  uploaded: { tone: 'plain', word: 'statusUploaded' },
  draft: { tone: 'info', word: 'statusDraft' },
  approved: { tone: 'accent', word: 'statusApproved' },
  retired: { tone: 'lock', word: 'statusRetired' },
} as const satisfies Record<FactorSetStatus, { tone: ChipTone; word: Word }>

export const LAYOUT_WORDS = {
  desnz: 'layoutDesnz',
  egrid: 'layoutEgrid',
  green_e: 'layoutGreenE',
  aib: 'layoutAib',
  table: 'layoutTable',
} as const satisfies Record<SetLayout, Word>

export const COLUMN_WORDS = {
  key: 'columnKey',
  name: 'columnName',
  category: 'columnCategory',
  unit: 'columnUnit',
  co2e: 'columnCo2e',
  co2: 'columnCo2',
  ch4: 'columnCh4',
  ch4_biogenic: 'columnCh4Biogenic',
  n2o: 'columnN2o',
  biogenic_co2: 'columnBiogenicCo2',
  gwp: 'columnGwp',
  geography: 'columnGeography',
  year: 'columnYear',
  scope: 'columnScope',
  boundary: 'columnBoundary',
  uncertainty: 'columnUncertainty',
  reference: 'columnReference',
} as const satisfies Record<SetColumn, Word>

export const REASON_WORDS = {
  'ambiguous-number': 'reasonAmbiguous',
  blank: 'reasonBlank',
  'counted-twice': 'reasonCountedTwice',
  duplicate: 'reasonDuplicate',
  negative: 'reasonNegative',
  'no-name': 'reasonNoName',
  'not-a-number': 'reasonNotANumber',
  'not-computed': 'reasonNotComputed',
  percent: 'reasonPercent',
  'unit-mismatch': 'reasonUnitMismatch',
  'unknown-boundary': 'reasonUnknownBoundary',
  'unknown-gas': 'reasonUnknownGas',
  'unknown-gwp': 'reasonUnknownGwp',
  'unknown-place': 'reasonUnknownPlace',
  'unknown-scope': 'reasonUnknownScope',
  'unknown-unit': 'reasonUnknownUnit',
  'unknown-year': 'reasonUnknownYear',
} as const satisfies Record<RowReason, Word>

/** What whoever brings the set can do about such rows. */
export const REMEDY_WORDS = {
  'ambiguous-number': 'remedyAmbiguous',
  blank: 'remedyBlank',
  'counted-twice': 'remedyCountedTwice',
  duplicate: 'remedyDuplicate',
  negative: 'remedyNegative',
  'no-name': 'remedyNoName',
  'not-a-number': 'remedyNotANumber',
  'not-computed': 'remedyNotComputed',
  percent: 'remedyPercent',
  'unit-mismatch': 'remedyUnitMismatch',
  'unknown-boundary': 'remedyUnknownBoundary',
  'unknown-gas': 'remedyUnknownGas',
  'unknown-gwp': 'remedyUnknownGwp',
  'unknown-place': 'remedyUnknownPlace',
  'unknown-scope': 'remedyUnknownScope',
  'unknown-unit': 'remedyUnknownUnit',
  'unknown-year': 'remedyUnknownYear',
} as const satisfies Record<RowReason, Word>

export const STEP_WORDS = {
  create: 'stepCreate',
  change: 'stepChange',
  import: 'stepImport',
  approve: 'stepApprove',
  retire: 'stepRetire',
} as const satisfies Record<FactorSetStep, Word>

/** Those that are asked for once more; the others are in the form. */
export const ACTION_WORDS = {
  approve: { label: 'approve', text: 'approveText' },
  retire: { label: 'retire', text: 'retireText' },
  discard: { label: 'discard', text: 'discardText' },
} as const satisfies Partial<Record<FactorSetAction, { label: Word; text: Word }>>
