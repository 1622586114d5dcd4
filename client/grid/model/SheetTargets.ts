import type { FactorSuggestion } from '#shared/api/factorSuggestions.ts'
import type { TargetsReply } from '#shared/api/targets.ts'
import type { Targets } from '#shared/fields/target.ts'
import type { SuggestionQuestion } from './activityOfRow.ts'

/** What the cells of one field point at, and can point at. */
export interface SheetTargets extends Targets {
  /** The id of whoever looks, where the cells hold people; else null. */
  readonly me: string | null
  /** The best matches for a text. Rejects when the server cannot be asked. */
  search(text: string, signal: AbortSignal): Promise<TargetsReply>
  /** Of factors: which one fits; null: nothing is suggested here. Rejects when the server cannot be asked. */
  suggest(question: SuggestionQuestion, signal: AbortSignal): Promise<FactorSuggestion | null>
  /** `first`: these are the names that the sheet opened without. Returns how to stop. */
  onChange(listener: (first: boolean) => void): () => void
}
