/** May this session do that? And what has to be written besides, so that the outcome is what the rules say. */
import * as Y from 'yjs'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { RefusalReason, RefusedCell } from '#collab/protocol/stateless.ts'
import type { Block } from '#collab/schema/block.ts'
import type { Column } from '#collab/schema/Column.ts'
import { isServerClient, ORDER, splitCellKey } from '#collab/schema/layout.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'
import { valueOf } from './contents.ts'
import { lastEntry } from './entries.ts'
import { covers, type CellWrite, type Inspection, type PatchWrite } from './inspect.ts'

/** What a field takes from anybody. */
export interface FieldRule {
  /** Why nobody may write it; null = it is a field that people fill in. */
  reason: RefusalReason | null
  /** Whether a list of option ids may stand in it. */
  list: boolean
  /** In UTF-16 units. */
  maxText: number
}

/** The policy port: pure and synchronous; rights are loaded before and carry an epoch that the journal checks. */
export interface Policy<Session> {
  field(session: Session, ordinal: number): FieldRule
  canWrite(session: Session, row: string, ordinal: number): boolean
  /** Whether rows begin in this part. In one that holds only cells any row id will do: what has no row is never shown. */
  hasRows(session: Session): boolean
}

export interface Decision {
  refused: RefusedCell[]
  /** Keys of cell writes that must not become visible. */
  refusedWrites: Set<string>
  /** Keys of live entries that must not vanish. */
  refusedDeletes: Set<string>
  /** Patches with refused cells (`row:ordinal`), and what of them may not stay. */
  cutPatches: Map<PatchWrite, Set<string>>
  /**
   * Allowed writes that would not show although nothing allowed replaces them: those that have not seen the last repair of
   * their cell, and those under a patch that is cut there. They are asserted again.
   */
  reassert: Set<string>
  /**
   * Live repairs that an allowed patch covers and has not seen: they go, as if it had. Unless it has not seen an older patch
   * over that cell either, which might then be the one that shows.
   */
  outdatedRepairs: Y.Item[]
}

export const isClean = (decision: Decision): boolean =>
  decision.refused.length === 0 && decision.reassert.size === 0 && decision.outdatedRepairs.length === 0

/** Why a value does not fit the field; null when it does. */
export function reasonAgainstValue(rule: FieldRule, value: CellValue): RefusalReason | null {
  if (Array.isArray(value)) {
    return rule.list ? null : 'list-not-allowed'
  }
  return typeof value === 'string' && value.length > rule.maxText ? 'too-large' : null
}

function reasonAgainstWrite(rule: FieldRule, write: CellWrite): RefusalReason | null {
  for (const tail of write.tails) {
    const value = valueOf(tail)
    const reason = reasonAgainstValue(rule, value === undefined ? write.after : value)
    if (reason !== null) {
      return reason
    }
  }
  return null
}

export function decide<Session>(sheet: Sheet, found: Inspection, policy: Policy<Session>, session: Session): Decision {
  return new Judge(sheet, found, policy, session).run()
}

class Judge<Session> {
  readonly #sheet: Sheet
  readonly #found: Inspection
  readonly #policy: Policy<Session>
  readonly #session: Session
  readonly #created: Set<string>
  readonly #decision: Decision = {
    refused: [],
    refusedWrites: new Set(),
    refusedDeletes: new Set(),
    cutPatches: new Map(),
    reassert: new Set(),
    outdatedRepairs: [],
  }

  constructor(sheet: Sheet, found: Inspection, policy: Policy<Session>, session: Session) {
    this.#sheet = sheet
    this.#found = found
    this.#policy = policy
    this.#session = session
    this.#created = createdRows(found, (row) => this.#reasonAgainst(policy.field(session, ORDER), row, ORDER) === null)
  }

  run(): Decision {
    for (const patch of this.#found.patches) {
      this.#judgePatch(patch)
    }
    this.#judgeWrites()
    this.#judgeDeletes()
    if (this.#found.patches.length > 0) {
      this.#findOutdatedRepairs()
    }
    return this.#decision
  }

  #exists(row: string): boolean {
    return this.#created.has(row) || this.#sheet.hasRow(row) || !this.#policy.hasRows(this.#session)
  }

  #reasonAgainst(rule: FieldRule, row: string, ordinal: number): RefusalReason | null {
    if (rule.reason !== null) {
      return rule.reason
    }
    return this.#policy.canWrite(this.#session, row, ordinal) ? null : 'no-permission'
  }

  #judgePatch(patch: PatchWrite): void {
    const { rows, ordinals } = patch.block
    const cut = new Set<string>()
    const unknown = rows.filter((row) => !this.#exists(row))
    const isUnknown = unknown.length === 0 ? null : new Set(unknown)
    for (const ordinal of ordinals) {
      const rule = this.#policy.field(this.#session, ordinal)
      const misfits = misfitsOf(rule, patch.block.column(ordinal), rows.length)
      rows.forEach((row, position) => {
        const reason =
          isUnknown?.has(row) === true
            ? 'unknown-row'
            : (this.#reasonAgainst(rule, row, ordinal) ?? misfits?.get(position) ?? null)
        if (reason !== null) {
          cut.add(`${row}:${ordinal}`)
          this.#decision.refused.push({ row, ordinal, reason })
        }
      })
    }
    if (cut.size > 0) {
      this.#decision.cutPatches.set(patch, cut)
    }
  }

  #judgeWrites(): void {
    for (const write of this.#found.writes.values()) {
      const { key, row, ordinal } = write
      const rule = this.#policy.field(this.#session, ordinal)
      const reason = this.#exists(row)
        ? (this.#reasonAgainst(rule, row, ordinal) ?? reasonAgainstWrite(rule, write))
        : 'unknown-row'
      if (reason !== null) {
        this.#decision.refusedWrites.add(key)
        this.#decision.refused.push({ row, ordinal, reason })
      } else if (write.last !== null && !write.standing.includes(write.last)) {
        if (write.standing.length > 0 || !this.#isStillCovered(row, ordinal)) {
          this.#decision.reassert.add(key) // what was deleted lies on top, or what should have replaced it was refused
        }
      } else if (write.standing.length > 0) {
        const last = lastEntry(this.#sheet, key)
        const isRepair = last !== undefined && isServerClient(last.id.client)
        if (isRepair && (write.seen === null || !Y.compareIDs(write.seen, last.lastId))) {
          this.#decision.reassert.add(key)
        }
      }
    }
  }

  #judgeDeletes(): void {
    for (const { key, row, ordinal } of this.#found.deletes) {
      const write = this.#found.writes.get(key)
      if (this.#isStillCovered(row, ordinal)) {
        continue
      }
      if (write !== undefined && !this.#decision.refusedWrites.has(key)) {
        if (write.last === null || !write.standing.includes(write.last)) {
          this.#decision.reassert.add(key) // it has not been written over, and the cell would be empty
        }
        continue
      }
      this.#decision.refusedDeletes.add(key)
      const isListed = write !== undefined || this.#found.patches.some(({ block }) => covers(block, row, ordinal))
      if (!isListed) {
        this.#decision.refused.push({ row, ordinal, reason: 'bare-delete' })
      }
    }
  }

  #findOutdatedRepairs(): void {
    const deleted = new Set(this.#found.deletes.map(({ key }) => key))
    const order = new PatchOrder(this.#sheet)
    for (const { item, row, ordinal, key } of liveRepairs(this.#sheet)) {
      const isWrittenOver = (this.#found.writes.get(key)?.standing.length ?? 0) > 0
      const patch = !isWrittenOver && !deleted.has(key) ? this.#lastOver(row, ordinal) : undefined
      if (patch !== undefined && order.isNewest(patch, row, ordinal)) {
        this.#decision.outdatedRepairs.push(item)
      }
    }
  }

  #isStillCovered(row: string, ordinal: number): boolean {
    return this.#lastOver(row, ordinal) !== undefined
  }

  /** The last patch of the update that may write that cell. */
  #lastOver(row: string, ordinal: number): PatchWrite | undefined {
    return this.#found.patches.findLast(
      (patch) =>
        covers(patch.block, row, ordinal) && this.#decision.cutPatches.get(patch)?.has(`${row}:${ordinal}`) !== true,
    )
  }
}

/** Where the patches of the document stand, looked at when first asked. */
class PatchOrder {
  readonly #sheet: Sheet
  #positions: Map<Y.Item, number> | null = null
  #live: { position: number; block: Block }[] = []

  constructor(sheet: Sheet) {
    this.#sheet = sheet
  }

  /** Whether the author of `patch` has seen every patch of the document over that cell. */
  isNewest({ seen }: PatchWrite, row: string, ordinal: number): boolean {
    const positions = (this.#positions ??= this.#look())
    const seenUpTo = seen === null ? -1 : positions.get(seen)!
    const newest = this.#live.findLast(({ block }) => covers(block, row, ordinal))
    return newest === undefined || newest.position <= seenUpTo
  }

  #look(): Map<Y.Item, number> {
    const positions = new Map<Y.Item, number>()
    const blocks = this.#sheet.patches()
    for (let item = this.#sheet.layers.patches._start; item !== null; item = item.right) {
      if (!item.deleted) {
        this.#live.push({ position: positions.size, block: blocks[this.#live.length]! })
      }
      positions.set(item, positions.size)
    }
    return positions
  }
}

/** Positions whose value does not fit the field; null when all fit, which the dictionaries tell without looking at rows. */
function misfitsOf(rule: FieldRule, column: Column | undefined, rows: number): Map<number, RefusalReason> | null {
  const hasLists = column?.lists !== null && !rule.list
  const hasLongTexts = column?.texts?.dictionary.some((text) => text.length > rule.maxText) === true
  if (column === undefined || !(hasLists || hasLongTexts)) {
    return null
  }
  const misfits = new Map<number, RefusalReason>()
  for (let row = 0; row < rows; row++) {
    const reason = reasonAgainstValue(rule, column.get(row))
    if (reason !== null) {
      misfits.set(row, reason)
    }
  }
  return misfits
}

/** A row exists once it has an order, so an update that may give it one creates the row. */
function createdRows(found: Inspection, mayOrder: (row: string) => boolean): Set<string> {
  const ordered = [
    ...found.patches.filter(({ block }) => block.has(ORDER)).flatMap(({ block }) => block.rows),
    ...[...found.writes.values()].flatMap(({ row, ordinal, after }) =>
      ordinal === ORDER && after !== null ? [row] : [],
    ),
  ]
  return new Set(ordered.filter(mayOrder))
}

function* liveRepairs(sheet: Sheet): Generator<{ item: Y.Item; row: string; ordinal: number; key: string }> {
  for (const [client, structs] of sheet.doc.store.clients) {
    if (!isServerClient(client)) {
      continue
    }
    for (const item of structs) {
      const parent: unknown = item instanceof Y.Item && !item.deleted ? item.parent : null
      if (item instanceof Y.Item && parent === sheet.layers.cells) {
        const key = item.parentSub!
        yield { item, key, ...splitCellKey(key) }
      }
    }
  }
}
