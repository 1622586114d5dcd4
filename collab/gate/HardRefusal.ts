import type { CloseReason } from '#collab/protocol/closeReasons.ts'

export type HardReason = Extract<
  CloseReason,
  | 'malformed'
  | 'too-large'
  | 'too-many-structs'
  | 'clock-gap'
  | 'unknown-dependency'
  | 'foreign-client'
  | 'unknown-root'
  | 'base-touched'
  | 'patch-deleted'
  | 'unsupported'
  | 'bad-value'
>

/** The update is refused whole: nothing is applied and the connection closes with the reason. */
export class HardRefusal extends Error {
  override name = 'HardRefusal'
  readonly reason: HardReason

  constructor(reason: HardReason) {
    super('') // Hocuspocus prints hook errors that have a message; the reason goes to the client
    this.reason = reason
  }

  /** Perhaps only because another server has journaled something that we have not pulled yet. */
  get mayBeBehind(): boolean {
    return this.reason === 'clock-gap' || this.reason === 'unknown-dependency' || this.reason === 'foreign-client'
  }
}
