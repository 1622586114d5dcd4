import * as Y from 'yjs'
import type { Changes } from '#collab/hocuspocus/changes.ts'
import type { Journal } from '#collab/hocuspocus/Journal.ts'
import { Part } from '#collab/hocuspocus/Part.ts'

export interface Replayed {
  /** The document as it is now, in the generation in use. */
  part: Part
  /** Everything behind `projectedSeq`, whatever generation it was written in. */
  changes: Changes[]
  projectedSeq: number
}

/**
 * Reads a document from the journal alone, generation by generation from the one that goes on behind `from`: what was
 * written in an earlier one can only be understood there. Null when the tenant has no such document.
 */
export async function replayGenerations(
  journal: Pick<Journal, 'load'>,
  { tenantId, documentId, from }: { tenantId: string; documentId: number; from: -1 | 'projected' },
): Promise<Replayed | null> {
  const changes: Changes[] = []
  let loaded = await journal.load(tenantId, documentId, { behind: from })
  if (loaded === null) {
    return null
  }
  const { projectedSeq } = loaded
  for (;;) {
    const { generation, isSealed } = loaded
    const doc = new Y.Doc()
    const part = new Part(doc, generation, loaded, { tenantId, documentId }, (_, more) => changes.push(...more))
    if (!isSealed) {
      return { part, changes, projectedSeq }
    }
    doc.destroy()
    loaded = await journal.load(tenantId, documentId, { behind: part.seen })
    if (loaded === null || loaded.generation === generation) {
      throw new Error(`the journal of document ${documentId}@${generation} ends before the generation was sealed`)
    }
  }
}
