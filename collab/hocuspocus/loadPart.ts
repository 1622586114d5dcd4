import type * as Y from 'yjs'
import { parseDocumentName } from '#collab/protocol/documentName.ts'
import { Closed } from './Closed.ts'
import type { Journal } from './Journal.ts'
import { Part, type PartListener } from './Part.ts'

/** The part of that name, out of the journal into `doc`. Throws Closed for one that is not there or has gone on. */
export async function loadPart(
  journal: Pick<Journal, 'load'>,
  { name, tenantId }: { name: string; tenantId: string },
  doc: Y.Doc,
  onChanges: PartListener,
): Promise<Part> {
  const address = parseDocumentName(name)
  const loaded = address === null ? null : await journal.load(tenantId, address.documentId)
  if (address === null || loaded === null) {
    throw new Closed('not-found')
  }
  if (loaded.generation !== address.generation) {
    throw new Closed('stale-generation')
  }
  const ids = { tenantId, documentId: address.documentId }
  return new Part(doc, address.generation, loaded, ids, onChanges)
}
