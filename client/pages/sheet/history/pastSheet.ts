import * as Y from 'yjs'
import { SheetEditing } from '#collab/binding/SheetEditing.ts'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { describedAt } from '#client/sync/formerMeaning.ts'
import { NO_RESULTS } from '#client/grid/model/ServerResults.ts'
import { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { SheetTargets } from '#client/grid/model/SheetTargets.ts'

/** A sheet as it was, its cells meant as they were then, computed by the formulas and factors of now. Nothing outside knows it, so it goes when it is let go. */
export interface PastSheet {
  /** ISO time. */
  at: string
  model: SheetModel
  /** Nothing can be written in it. */
  editing: SheetEditing
}

/**
 * `content`: what the server sent for that moment; null when there was no sheet yet. What cells point at is called as it is
 * called now.
 */
export function openPast(
  description: SheetReply,
  at: string,
  content: string | null,
  targetsOf: (key: string) => SheetTargets | undefined = () => undefined,
): PastSheet {
  const doc = new Y.Doc()
  if (content !== null) {
    Y.applyUpdate(doc, bytesOf(content))
  }
  const store = new ColumnStore(new Sheet(doc))
  const model = new SheetModel(describedAt(description, at), store, NO_RESULTS, ({ key }) => targetsOf(key) ?? null)
  return {
    at,
    model,
    editing: new SheetEditing({ columns: store, partOf: () => null, mayWrite: () => false }),
  }
}

/** Of base64. */
function bytesOf(base64: string): Uint8Array {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    bytes[i] = text.charCodeAt(i)
  }
  return bytes
}
