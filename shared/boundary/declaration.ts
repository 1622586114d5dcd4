/**
 * What is said of a source whose emissions are not in the totals: it is left out although it exists, it does not exist at this
 * company, or it is known to be zero (GHG Protocol Scope 3 Standard, chapters 6 and 11: exclusions are disclosed and justified).
 */
export const DECLARED_STATES = ['excluded', 'not_applicable', 'zero'] as const
export type DeclaredState = (typeof DECLARED_STATES)[number]
