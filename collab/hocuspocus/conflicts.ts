/**
 * Two people who wrote the same cell without seeing each other's value: in the same moment, or one of them offline. Yjs
 * keeps one of the two by the number of its client, so neither may be lost silently.
 */
import * as Y from 'yjs'
import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import { lastEntry, lastPatch } from '#collab/gate/entries.ts'
import { covers, type CellWrite, type Inspection, type PatchWrite } from '#collab/gate/inspect.ts'
import { blockOf, type Block } from '#collab/schema/block.ts'
import { cellKey, FIRST_FIELD, splitCellKey } from '#collab/schema/layout.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'

/** A value that an author has not seen when writing another one to the same cell. */
interface Rival {
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

/** Called just before an update is applied; the answer just after: what stands, and the values that do not. */
export function meeting(sheet: Sheet, found: Inspection, authors: Authors): () => Conflict[] {
  const rivals = rivalsOf(sheet, found, authors)
  return () => (rivals.length === 0 ? [] : settle(sheet, authors, rivals))
}

function rivalsOf(sheet: Sheet, found: Inspection, authors: Authors): Rival[] {
  const rivals = new Rivals(sheet, authors)
  const lastSeen = found.patches.map(({ item }) => item.origin)
  const unseen = found.patches.length === 0 && authors.seen === null ? [] : rivals.unseenPatches(lastSeen)
  for (const write of found.writes.values()) {
    if (write.standing.length > 0 || isBeaten(write, found)) {
      rivals.meetWrite(write, unseen)
    }
  }
  // an author's last word on a cell is the one that meets
  const deleted = new Set(found.deletes.map(({ key }) => key))
  for (const patch of found.patches.toReversed()) {
    rivals.meetPatch(patch, deleted, unseen)
  }
  return rivals.found
}

/** It came deleted, because where its author is another value had won already. */
const isBeaten = ({ last, row, ordinal }: CellWrite, { patches }: Inspection): boolean =>
  last === null && !patches.some(({ block }) => covers(block, row, ordinal))

/** What stands now, and each of the two values that does not. */
function settle(
  sheet: Sheet,
  { author, owners }: Pick<Authors, 'author' | 'owners'>,
  rivals: readonly Rival[],
): Conflict[] {
  return rivals.flatMap(({ row, ordinal, mine, theirs, other }) => {
    const now = standing(sheet, row, ordinal)
    const keptBy = now === null ? undefined : owners.get(now.client)
    if (now === null || keptBy === undefined) {
      return []
    }
    const written = [
      { lost: mine, lostBy: author },
      { lost: theirs, lostBy: other },
    ]
    return written
      .filter(({ lost, lostBy }) => lostBy !== keptBy && !isSameValue(lost, now.value))
      .map((lost) => ({ row, ordinal, kept: now.value, keptBy, ...lost }))
  })
}

/** The value of a cell and the Yjs client that wrote it; null when it is of the base layer. */
export function standing(sheet: Sheet, row: string, ordinal: number): { value: CellValue; client: number } | null {
  const entry = lastEntry(sheet, cellKey(row, ordinal))
  if (entry !== undefined && !entry.deleted) {
    return { value: sheet.value(row, ordinal), client: entry.id.client }
  }
  for (let item = lastPatch(sheet); item !== null; item = item.left) {
    const block = item.content instanceof Y.ContentBinary ? blockOf(item.content.content) : null
    const position = block?.has(ordinal) === true ? block.find(row) : -1
    if (block !== null && position >= 0) {
      return { value: block.column(ordinal)?.get(position) ?? null, client: item.id.client }
    }
  }
  return null
}

interface UnseenPatch {
  block: Block
  other: string
}

class Rivals {
  readonly found: Rival[] = []
  readonly #known = new Set<string>()
  readonly #sheet: Sheet
  readonly #authors: Authors

  constructor(sheet: Sheet, authors: Authors) {
    this.#sheet = sheet
    this.#authors = authors
  }

  get isFull(): boolean {
    return this.found.length >= MOST
  }

  /** Bulk writes of others that lie behind the last one that the author built on, or that the author had not received. */
  unseenPatches(lastSeen: readonly (Y.ID | null)[]): UnseenPatch[] {
    const unseen: UnseenPatch[] = []
    for (let item = lastPatch(this.#sheet); item !== null; item = item.left) {
      const { lastId } = item
      const isOnline = this.#authors.seen === null
      if (isOnline && lastSeen.some((id) => id !== null && Y.compareIDs(id, lastId))) {
        break
      }
      const other = this.#otherOf(item)
      if (other !== null && (isOnline || !this.#hadReceived(item)) && item.content instanceof Y.ContentBinary) {
        unseen.push({ block: blockOf(item.content.content), other })
      }
    }
    return unseen
  }

  meetWrite({ key, row, ordinal, seen, after }: CellWrite, unseen: readonly UnseenPatch[]): void {
    const entry = lastEntry(this.#sheet, key)
    if (entry === undefined || entry.deleted) {
      this.#meetTopmost(row, ordinal, after, unseen)
    } else if (seen === null || !Y.compareIDs(seen, entry.lastId)) {
      this.#meet({ row, ordinal, mine: after, theirs: this.#sheet.value(row, ordinal), other: this.#otherOf(entry) })
    }
  }

  meetPatch({ block }: PatchWrite, deleted: ReadonlySet<string>, unseen: readonly UnseenPatch[]): void {
    const mine = (row: string, ordinal: number): CellValue => block.column(ordinal)?.get(block.find(row)) ?? null
    const typed = [...this.#sheet.coveredKeys(block.rows, block.ordinals)].filter((key) => !deleted.has(key))
    for (const key of typed) {
      const { row, ordinal } = splitCellKey(key)
      const other = this.#otherOf(lastEntry(this.#sheet, key)!)
      this.#meet({ row, ordinal, mine: mine(row, ordinal), theirs: this.#sheet.value(row, ordinal), other })
    }
    const above = new Set(typed)
    for (const patch of unseen) {
      for (const row of this.isFull ? [] : patch.block.rows.filter((id) => block.find(id) >= 0)) {
        for (const ordinal of patch.block.ordinals.filter((one) => block.has(one))) {
          if (!above.has(cellKey(row, ordinal))) {
            this.#meetTopmost(row, ordinal, mine(row, ordinal), unseen)
          }
        }
      }
    }
  }

  #meetTopmost(row: string, ordinal: number, mine: CellValue, unseen: readonly UnseenPatch[]): void {
    const patch = unseen.find(({ block }) => block.has(ordinal) && block.find(row) >= 0)
    if (patch !== undefined) {
      const theirs = patch.block.column(ordinal)?.get(patch.block.find(row)) ?? null
      this.#meet({ row, ordinal, mine, theirs, other: patch.other })
    }
  }

  #meet({ other, ...values }: Omit<Rival, 'other'> & { other: string | null }): void {
    const { row, ordinal, mine, theirs } = values
    const key = cellKey(row, ordinal)
    const isOpen = ordinal >= FIRST_FIELD && !this.#known.has(key) && !this.isFull
    if (other !== null && isOpen && !isSameValue(theirs, mine)) {
      this.#known.add(key)
      this.found.push({ ...values, other })
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
