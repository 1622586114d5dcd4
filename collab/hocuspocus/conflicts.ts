/**
 * Two people who wrote the same cell without seeing each other's value: in the same moment, or one of them offline. Yjs
 * keeps one of the two by the number of its client, so neither may be lost silently.
 */
import * as Y from 'yjs'
import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import { lastEntry } from '#collab/gate/decide.ts'
import type { CellWrite, Inspection, PatchWrite } from '#collab/gate/inspect.ts'
import { blockOf, type Block } from '#collab/schema/block.ts'
import { cellKey, FIRST_FIELD, splitCellKey } from '#collab/schema/layout.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'

/** A value that an author has not seen when writing another one to the same cell. */
export interface Rival {
  row: string
  ordinal: number
  /** What the author writes. */
  mine: CellValue
  theirs: CellValue
  /** User id. */
  other: string
}

export interface Conflict {
  row: string
  ordinal: number
  kept: CellValue
  keptBy: string
  lost: CellValue
  lostBy: string
}

/** What is known about the author of an update and about everybody else. */
export interface Authors {
  author: string
  owners: ReadonlyMap<number, string>
  /** State vector of what the author had when the edits were made; null: everything but what the update itself tells. */
  seen: ReadonlyMap<number, number> | null
}

/** A paste over a whole sheet that somebody else pasted too is told by its first cells. */
const MOST = 200

/** Looks at the document as it is just before the update is applied. */
export function rivalsOf(sheet: Sheet, found: Inspection, authors: Authors): Rival[] {
  const rivals = new Rivals(sheet, authors)
  const lastSeen = found.patches.map(({ item }) => item.origin)
  const unseen = found.patches.length === 0 && authors.seen === null ? [] : rivals.unseenPatches(lastSeen)
  for (const write of found.writes.values()) {
    if (!write.superseded && write.ordinal >= FIRST_FIELD) {
      rivals.meetWrite(write, unseen)
    }
  }
  const deleted = new Set(found.deletes.map(({ key }) => key))
  for (const patch of found.patches) {
    rivals.meetPatch(patch, deleted, unseen)
  }
  return rivals.found
}

/** Who won, once the update is applied. */
export function settle(sheet: Sheet, author: string, rivals: readonly Rival[]): Conflict[] {
  return rivals.flatMap(({ row, ordinal, mine, theirs, other }) => {
    const now = sheet.value(row, ordinal)
    if (isSameValue(now, mine)) {
      return [{ row, ordinal, kept: mine, keptBy: author, lost: theirs, lostBy: other }]
    }
    return isSameValue(now, theirs) ? [{ row, ordinal, kept: theirs, keptBy: other, lost: mine, lostBy: author }] : []
  })
}

interface UnseenPatch {
  block: Block
  other: string
}

class Rivals {
  readonly found: Rival[] = []
  readonly #sheet: Sheet
  readonly #authors: Authors

  constructor(sheet: Sheet, authors: Authors) {
    this.#sheet = sheet
    this.#authors = authors
  }

  /** Bulk writes of others that lie behind the last one that the author built on, or that the author had not received. */
  unseenPatches(lastSeen: readonly (Y.ID | null)[]): UnseenPatch[] {
    const unseen: UnseenPatch[] = []
    for (let item = lastOf(this.#sheet.layers.patches); item !== null; item = item.left) {
      const { lastId } = item
      if (lastSeen.some((id) => id !== null && Y.compareIDs(id, lastId))) {
        break
      }
      const other = this.#otherOf(item)
      const isUnseen = this.#authors.seen === null ? lastSeen.length > 0 : !this.#hadReceived(item)
      if (other !== null && isUnseen && item.content instanceof Y.ContentBinary) {
        unseen.push({ block: blockOf(item.content.content), other })
      }
    }
    return unseen
  }

  meetWrite({ key, row, ordinal, seen, after }: CellWrite, unseen: readonly UnseenPatch[]): void {
    const entry = lastEntry(this.#sheet, key)
    if (entry !== undefined && !entry.deleted) {
      if (seen === null || !Y.compareIDs(seen, entry.lastId)) {
        this.#meet(row, ordinal, after, this.#otherOf(entry))
      }
      return
    }
    const patch = unseen.find(({ block }) => block.has(ordinal) && block.find(row) >= 0)
    this.#meet(row, ordinal, after, patch?.other ?? null)
  }

  meetPatch({ block }: PatchWrite, deleted: ReadonlySet<string>, unseen: readonly UnseenPatch[]): void {
    const mine = (row: string, ordinal: number): CellValue => block.column(ordinal)?.get(block.find(row)) ?? null
    const covered = this.#sheet.coveredKeys(block.rows, block.ordinals)
    for (const key of covered) {
      const { row, ordinal } = splitCellKey(key)
      const entry = lastEntry(this.#sheet, key)
      if (entry !== undefined && !deleted.has(key) && ordinal >= FIRST_FIELD) {
        this.#meet(row, ordinal, mine(row, ordinal), this.#otherOf(entry))
      }
    }
    for (const patch of unseen) {
      for (const row of patch.block.rows.filter((id) => block.find(id) >= 0)) {
        for (const ordinal of patch.block.ordinals) {
          if (ordinal >= FIRST_FIELD && block.has(ordinal) && !covered.has(cellKey(row, ordinal))) {
            this.#meet(row, ordinal, mine(row, ordinal), patch.other)
          }
        }
      }
    }
  }

  #meet(row: string, ordinal: number, mine: CellValue, other: string | null): void {
    if (other === null || this.found.length >= MOST) {
      return
    }
    const theirs = this.#sheet.value(row, ordinal)
    const isKnown = this.found.some((rival) => rival.row === row && rival.ordinal === ordinal)
    if (!isSameValue(theirs, mine) && !isKnown) {
      this.found.push({ row, ordinal, mine, theirs, other })
    }
  }

  /** Null: the author's own, or the server's. */
  #otherOf({ id }: Y.Item): string | null {
    const owner = this.#authors.owners.get(id.client)
    return owner === undefined || owner === this.#authors.author ? null : owner
  }

  #hadReceived({ id }: Y.Item): boolean {
    return id.clock < (this.#authors.seen?.get(id.client) ?? 0)
  }
}

function lastOf(patches: Y.Array<Uint8Array>): Y.Item | null {
  let last: Y.Item | null = null
  for (let item = patches._start; item !== null; item = item.right) {
    last = item
  }
  return last
}
