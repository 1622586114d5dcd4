import type { Consolidation } from '#shared/boundary/consolidation.ts'

/** Which word a consolidation approach has, and which sentence says what it does. */
export const APPROACH_WORDS = {
  none: 'approachNone',
  equity_share: 'approachEquity',
  financial_control: 'approachFinancial',
  operational_control: 'approachOperational',
} as const satisfies Record<Consolidation | 'none', string>

export const APPROACH_TEXTS = {
  none: 'approachNoneText',
  equity_share: 'approachEquityText',
  financial_control: 'approachFinancialText',
  operational_control: 'approachOperationalText',
} as const satisfies Record<Consolidation | 'none', string>
