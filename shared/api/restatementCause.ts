import { z } from 'zod'

/**
 * Why a cycle is restated (GHG Protocol Corporate Standard, rev. ed., chapter 5): structure is acquisition, divestment, in- or
 * outsourcing; method is another way to compute; factor is a better factor for the same year; error is a significant mistake.
 * Growth and decline of what the company does are none of them.
 */
export const RESTATEMENT_CAUSES = ['structure', 'method', 'factor', 'error', 'other'] as const
export const RestatementCause = z.enum(RESTATEMENT_CAUSES)
export type RestatementCause = (typeof RESTATEMENT_CAUSES)[number]
