import type { PublishedFactor } from '#shared/emissions/publishedFactor.ts'

/** Begins the `use` of every residual mix: it belongs to the market-based side of scope 2, and never to the other one. */
export const MARKET_ONLY = 'market-based'

/** What every residual mix has in common. */
export const residualMix = {
  scope: 2,
  use: `${MARKET_ONLY} scope 2 only: what is left of a grid's power once all claimed power is taken out`,
  confidence: 'high',
} as const satisfies Partial<PublishedFactor>
