import type { CloseReason } from '#collab/protocol/closeReasons.ts'
import type { RefusalReason } from '#collab/protocol/stateless.ts'

/** What of the live documents is worth counting. */
export interface LiveMetrics {
  /** So many cells of a message, or one message or connection whole. */
  refused(reason: RefusalReason | CloseReason, count: number): void
  /** A hook threw what is no refusal: a fault of ours. */
  hookFailed(hook: string): void
  /** Equal positions and other content: a client than this server, or another server than this one. */
  hashDiffers(from: 'client' | 'server'): void
}

export const NO_METRICS: LiveMetrics = { refused() {}, hookFailed() {}, hashDiffers() {} }
