import type { FactorSuggestion } from '#shared/api/factorSuggestions.ts'
import type { TargetsReply } from '#shared/api/targets.ts'
import type { Targets } from '#shared/fields/target.ts'
import type { SuggestionQuestion } from './activityOfRow.ts'

/** A suggestion that somebody takes for a row. */
export interface TakenSuggestion {
  row: string
  question: SuggestionQuestion
  /** Key of the column that said the activity; null: none did. */
  activityField: string | null
}

/** What the cells of one field point at, and can point at. */
export interface SheetTargets extends Targets {
  /** The id of whoever looks, where the cells hold people; else null. */
  readonly me: string | null
  /** The best matches for a text. Rejects when the server cannot be asked. */
  search(text: string, signal: AbortSignal): Promise<TargetsReply>
  /** Of factors: which one fits; null: nothing is suggested here. Rejects when the server cannot be asked. */
  suggest(question: SuggestionQuestion, signal: AbortSignal): Promise<FactorSuggestion | null>
  /** Of factors: the row takes what was suggested for it, so the server keeps why. Tried again until it is reached. */
  keepReason(taken: TakenSuggestion): void
  /** `first`: these are the names that the sheet opened without. Returns how to stop. */
  onChange(listener: (first: boolean) => void): () => void
}
