/** The journal read without any of the code that serves it: what tests compare everything else with. */
import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import { expect } from 'vitest'
import * as Y from 'yjs'
import { foldSheet } from '#collab/schema/foldSheet.ts'
import { Sheet } from '#collab/schema/Sheet.ts'

interface StoredGeneration {
  generation: number
  after_seq: number
  folded_seq: number | null
  seed: Buffer
  sha256: Buffer
  tail: Buffer | null
}

interface StoredUpdate {
  seq: number
  generation: number
  bytes: Buffer
}

/**
 * The content of a document, all generations replayed one after the other. Fails when a number is missing or there twice,
 * when an update lacks what it builds on, and when a generation does not begin with what the one before ended with;
 * `isMoved`: except where fields moved in or out.
 */
export async function replayFromDatabase(
  owner: Knex,
  documentId: number,
  { isMoved = false }: { isMoved?: boolean } = {},
): Promise<Sheet> {
  const document = await owner('documents').where({ id: documentId }).first('generation', 'head_seq')
  const generations: StoredGeneration[] = await owner('document_generations')
    .where({ document_id: documentId })
    .where('generation', '<=', document.generation)
    .orderBy('generation')
  const updates: StoredUpdate[] = await owner('document_updates')
    .where({ document_id: documentId })
    .orderBy('seq')
    .select('seq', 'generation', 'bytes')
  expect(updates.map(({ seq }) => Number(seq))).toEqual(updates.map((_, i) => i + 1))
  expect(Number(document.head_seq)).toBe(updates.length)
  let before: Sheet | null = null
  for (const [i, stored] of generations.entries()) {
    const next = generations[i + 1]
    const own = updates.filter(({ generation }) => generation === stored.generation)
    expect(own.map(({ seq }) => Number(seq))).toEqual(
      updates
        .slice(Number(stored.after_seq), next === undefined ? undefined : Number(next.after_seq))
        .map(({ seq }) => Number(seq)),
    )
    const sheet = begin(stored)
    if (before !== null && !(isMoved && stored.folded_seq === null)) {
      expect(sheet.fingerprint()).toBe(before.fingerprint())
    }
    replay(sheet, own, next)
    before = sheet
  }
  return before!
}

function begin({ seed, tail, sha256 }: StoredGeneration): Sheet {
  expect(createHash('sha256').update(seed).digest()).toEqual(sha256)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seed)
  if (tail !== null) {
    Y.applyUpdate(doc, tail)
  }
  return new Sheet(doc)
}

function replay(sheet: Sheet, updates: readonly StoredUpdate[], next: StoredGeneration | undefined): void {
  const foldedAt = next?.folded_seq ?? null
  const check = (seq: number): void => {
    if (next !== undefined && foldedAt !== null && seq === Number(foldedAt)) {
      expect(createHash('sha256').update(foldSheet(sheet)).digest()).toEqual(next.sha256)
    }
  }
  check(updates[0] === undefined ? -1 : Number(updates[0].seq) - 1)
  for (const { bytes, seq } of updates) {
    Y.applyUpdate(sheet.doc, bytes)
    check(Number(seq))
  }
  expect([sheet.doc.store.pendingStructs, sheet.doc.store.pendingDs]).toEqual([null, null])
}
