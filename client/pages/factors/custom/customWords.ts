import type { CustomFactorStep, FactorBoundary } from '#shared/api/customFactors.ts'
import type { en } from './words/en.ts'

type Word = keyof typeof en

export const BOUNDARY_WORDS = {
  combustion: 'boundaryCombustion',
  TTW: 'boundaryTtw',
  WTT: 'boundaryWtt',
  WTW: 'boundaryWtw',
  'cradle-to-gate': 'boundaryCradleToGate',
  'cradle-to-grave': 'boundaryCradleToGrave',
  generation: 'boundaryGeneration',
  losses: 'boundaryLosses',
} as const satisfies Record<FactorBoundary, Word>

export const STEP_WORDS = {
  create: 'stepCreate',
  change: 'stepChange',
  attach: 'stepAttach',
  submit: 'stepSubmit',
  return: 'stepReturn',
  approve: 'stepApprove',
  retire: 'stepRetire',
} as const satisfies Record<CustomFactorStep, Word>
