/** What the server and its folding thread say to each other: one job at a time. */
import type { ConversionOutcome, FieldConversion } from './convertField.ts'
import type { FoldOutcome } from './foldDocument.ts'
import type { FieldMove, MoveOutcome } from './moveField.ts'
import type { FoldProposal } from './proposals.ts'

export type ThreadJob =
  | { type: 'fold'; tenantId: string; documentId: number }
  | { type: 'move'; move: FieldMove }
  | { type: 'convert'; conversion: FieldConversion }

export type JobOutcome = FoldOutcome | MoveOutcome | ConversionOutcome

/** `go`: what was asked for is done. */
export type ToThread = { type: 'job'; job: ThreadJob } | { type: 'go' }

/** `proposed` and `project` are answered with `go`. */
export type FromThread =
  | { type: 'proposed'; proposal: FoldProposal }
  | { type: 'project'; documentIds: readonly number[] }
  | { type: 'done'; outcome: JobOutcome }
  | { type: 'failed'; error: Error }
  | { type: 'damaged'; error: Error }
