import * as Y from 'yjs'
import { contentHash } from '#collab/schema/contentHash.ts'
import { foldSheet } from '#collab/schema/foldSheet.ts'
import { Sheet } from '#collab/schema/Sheet.ts'

/**
 * Whether a generation begins with what the one before ended with. A field that moved to another part, or came from one, is
 * in one of the two only, and not compared here: it is in the generation of that other part.
 */
export function sameFields(before: Sheet, after: Sheet): boolean {
  if (contentHash(before) === contentHash(after)) {
    return true
  }
  const [old, now] = [fieldsOf(before), fieldsOf(after)]
  const both = (ordinal: number): boolean => old.has(ordinal) && now.has(ordinal)
  return hashOfFields(before, both) === hashOfFields(after, both)
}

function fieldsOf(sheet: Sheet): Set<number> {
  const fields = new Set<number>()
  for (const cells of sheet.content().values()) {
    cells.forEach((_, ordinal) => fields.add(ordinal))
  }
  return fields
}

function hashOfFields(sheet: Sheet, keep: (ordinal: number) => boolean): string {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, foldSheet(sheet, { keep }))
  const hash = contentHash(new Sheet(doc))
  doc.destroy()
  return hash
}
