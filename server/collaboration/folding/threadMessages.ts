/** What the server and its folding thread say to each other: one job at a time. */
import type { FoldOutcome, Proposal } from './foldDocument.ts'

export interface FoldJob {
  tenantId: string
  documentId: number
}

/** `seal`: the answer to a proposal. */
export type ToThread = { type: 'fold'; job: FoldJob } | { type: 'seal' }

export type FromThread =
  | { type: 'proposed'; proposal: Proposal }
  | { type: 'done'; outcome: FoldOutcome }
  | { type: 'failed'; error: Error }
  | { type: 'damaged'; error: Error }
