/** Words of the states that a source can be in. */
export const STATE_WORDS = {
  counted: 'stateCounted',
  excluded: 'stateExcluded',
  not_applicable: 'stateNotApplicable',
  zero: 'stateZero',
  unknown: 'stateUnknown',
  hidden: 'stateHidden',
} as const

/** What each declared state means. */
export const STATE_TEXTS = {
  excluded: 'stateExcludedText',
  not_applicable: 'stateNotApplicableText',
  zero: 'stateZeroText',
} as const

export const STATE_TONES = {
  counted: 'ok',
  excluded: 'info',
  not_applicable: 'plain',
  zero: 'plain',
  unknown: 'warn',
  hidden: 'lock',
} as const
