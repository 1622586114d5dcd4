/**
 * The question of the gate, answered the slow way: apply the update to a copy of the document, look at what Yjs itself made
 * of it, compare every value before and after, and ask the policy about every cell. Shares with the gate the format of the
 * document, the limits of values and the policy, and nothing else.
 */
import * as Y from 'yjs'
import { isCellValue, isTooLarge, type CellValue } from '#shared/cells/cellValue.ts'
import type { Policy } from '#collab/gate/decide.ts'
import { blockOf } from '#collab/schema/block.ts'
import { DELETED, isServerClient, layersOf, ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'

/** `row:ordinal` in decimal -> value; empty cells are left out. */
export type Content = Map<string, CellValue>

export interface SlowVerdict {
  /** Why the update must be refused whole; null when it is well-formed. */
  broken: string | null
  /** `row:ordinal reason`, sorted. */
  refused: string[]
  before: Content
  /** As Yjs would have it, without any gate. */
  after: Content
  /** By cell: values that the update writes where it may, last one last. */
  allowed: Map<string, CellValue[]>
  /** Cells that are written and deleted again. */
  uncovered: Set<string>
  /** Cells whose last entry is of a server: an author who has not seen it still gets what they may write. */
  repaired: Set<string>
}

export function contentOf(doc: Y.Doc): Content {
  const sheet = new Sheet(doc)
  const content: Content = new Map()
  for (const [row, cells] of sheet.content()) {
    cells.forEach((value, ordinal) => content.set(`${row}:${ordinal}`, value))
  }
  sheet.destroy()
  return content
}

export function checkSlowly<Session>(
  doc: Y.Doc,
  update: Uint8Array,
  owns: (client: number) => boolean,
  { policy, session, before }: { policy: Policy<Session>; session: Session; before: Content },
): SlowVerdict {
  const copy = new Y.Doc({ gc: false, guid: 'copy' }) // a random guid costs more than all the rest
  layersOf(copy)
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  const verdict: SlowVerdict = {
    broken: null,
    refused: [],
    before,
    after: new Map(),
    allowed: new Map(),
    uncovered: new Set(),
    repaired: new Set(),
  }
  try {
    const seen = look(copy, update)
    expectWhole(copy, seen, owns)
    verdict.after = contentOf(copy)
    ask(new Asked(verdict, new Sheet(doc), policy, session), copy, seen)
  } catch (error) {
    verdict.broken = String(error)
  }
  return verdict
}

/** What Yjs made of one struct, at the moment when it was in its place and nothing was tidied up. */
interface Placed {
  client: number
  id: Y.ID
  origin: Y.ID | null
  place: 'cells' | 'patches' | null
  key: string | null
  /** As written: a value, a bulk write, nothing any more, or something that never belongs here. */
  kind: 'value' | 'block' | 'gone' | 'strange'
  isDeleted: boolean
  value: unknown
  isBeforeAnother: boolean
}

interface Seen {
  placed: Placed[]
  /** Entries that were there and are gone. */
  gone: Y.Item[]
}

function look(copy: Y.Doc, update: Uint8Array): Seen {
  const live = [...copy.store.clients.values()]
    .flat()
    .filter((struct): struct is Y.Item => struct instanceof Y.Item && !struct.deleted)
  const seen: Seen = { placed: [], gone: [] }
  copy.on('afterTransaction', ({ beforeState }: Y.Transaction) => {
    for (const [client, structs] of copy.store.clients) {
      const known = beforeState.get(client) ?? 0
      const fresh = structs.filter(({ id }) => id.clock >= known)
      seen.placed.push(...fresh.map((struct) => placedOf(copy, struct)))
    }
    seen.gone = live.filter((struct) => struct.deleted)
  })
  const { structs, ds } = Y.decodeUpdate(update)
  claim(![...ds.clients.values()].flat().some(({ len }) => len === 0), 'a deletion of nothing')
  claim(new Set(structs.map(({ id }) => id.client)).size === update[0], 'a client twice') // fewer than 128 are here
  for (const struct of structs) {
    const isStrange = struct instanceof Y.Item && struct.content instanceof Y.ContentAny && struct.length !== 1
    claim(!isStrange, 'two values in one struct')
    const end = struct.id.clock + struct.length
    claim(!(struct instanceof Y.Skip) || end <= Y.getState(copy.store, struct.id.client), 'a gap')
  }
  Y.applyUpdate(copy, Y.diffUpdate(update, Y.encodeStateVector(copy)))
  return seen
}

function placedOf(copy: Y.Doc, struct: Y.Item | Y.GC): Placed {
  const placed: Placed = {
    client: struct.id.client,
    id: struct.id,
    origin: struct instanceof Y.Item ? struct.origin : null,
    place: null,
    key: null,
    kind: 'strange',
    isDeleted: struct.deleted,
    value: undefined,
    isBeforeAnother: false,
  }
  if (!(struct instanceof Y.Item)) {
    return placed
  }
  const { content, parentSub } = struct
  const parent: unknown = struct.parent
  if (parent === copy.getMap('c') && parentSub !== null) {
    Object.assign(placed, { place: 'cells', key: parentSub, isBeforeAnother: struct.rightOrigin !== null })
  } else if (parent === copy.getArray('p') && parentSub === null) {
    Object.assign(placed, { place: 'patches', isBeforeAnother: struct.rightOrigin !== null })
  }
  if (content instanceof Y.ContentDeleted) {
    placed.kind = 'gone'
  } else if (content instanceof Y.ContentAny && content.arr.length === 1) {
    Object.assign(placed, { kind: 'value', value: content.arr[0] })
  } else if (content instanceof Y.ContentBinary) {
    Object.assign(placed, { kind: 'block', value: content.content })
  }
  return placed
}

function expectWhole(copy: Y.Doc, { placed, gone }: Seen, owns: (client: number) => boolean): void {
  const { pendingStructs, pendingDs } = copy.store
  claim(pendingStructs === null && pendingDs === null, 'something is missing')
  claim(
    [...copy.share.keys()].every((name) => ['b', 'p', 'c'].includes(name)),
    'another root',
  )
  for (const one of placed) {
    claim(owns(one.client) && !isServerClient(one.client), 'the client of somebody else')
    claim(one.place !== null, 'neither cell nor bulk write')
    claim(!one.isBeforeAnother, 'stands before another')
    if (one.place === 'cells') {
      expectCell(one)
    } else {
      expectPatch(one)
    }
  }
  claim(
    gone.every(({ parent }) => parent === copy.getMap('c')),
    'base or bulk write deleted',
  )
}

function expectCell({ key, kind, value }: Placed): void {
  const match = /^[\w-]{1,36}:(\w{1,4})$/.exec(key ?? '')
  const ordinal = Number.parseInt(match?.[1] ?? '', 36)
  claim(match?.[1] === ordinal.toString(36), 'no key of a cell')
  claim(kind === 'value' || kind === 'gone', 'no value')
  if (kind === 'value') {
    expectValue(ordinal, value)
  }
}

function expectPatch({ kind, value, isDeleted }: Placed): void {
  claim(kind === 'block' || kind === 'gone', 'no bulk write')
  if (!(value instanceof Uint8Array)) {
    return
  }
  claim(!isDeleted, 'base or bulk write deleted')
  const block = blockOf(value)
  block.check()
  claim(
    block.rows.every((row) => /^[\w-]{1,36}$/.test(row)),
    'no row id',
  )
  for (const ordinal of block.ordinals) {
    block.rows.forEach((_, position) => expectValue(ordinal, block.column(ordinal)!.get(position)))
  }
}

function expectValue(ordinal: number, value: unknown): void {
  claim(isCellValue(value) && !isTooLarge(value), 'no value of a cell')
  claim(ordinal !== ORDER || (typeof value === 'string' && /^[0-9A-Za-z]{1,200}$/.test(value)), 'no order')
  claim(ordinal !== DELETED || value === null || typeof value === 'boolean', 'no mark')
}

/** One question per cell that the update touches, and what came of it. */
class Asked<Session> {
  readonly verdict: SlowVerdict
  readonly #sheet: Sheet
  readonly #policy: Policy<Session>
  readonly #session: Session
  readonly #created = new Set<string>()
  readonly #refused = new Set<string>()

  constructor(verdict: SlowVerdict, sheet: Sheet, policy: Policy<Session>, session: Session) {
    this.verdict = verdict
    this.#sheet = sheet
    this.#policy = policy
    this.#session = session
  }

  create(row: string): void {
    if (this.#policy.field(this.#session, ORDER).reason === null && this.#policy.canWrite(this.#session, row, ORDER)) {
      this.#created.add(row)
    }
  }

  /** Undefined: nothing is left of what was written. */
  write(row: string, ordinal: number, value: CellValue | undefined): void {
    const cell = `${row}:${ordinal}`
    const reason = this.#reasonAgainst(row, ordinal, value)
    if (reason !== null) {
      this.#refused.add(`${cell} ${reason}`)
    } else {
      this.verdict.allowed.set(cell, [
        ...(this.verdict.allowed.get(cell) ?? []),
        ...(value === undefined ? [] : [value]),
      ])
    }
  }

  refuse(row: string, ordinal: number, reason: string): void {
    this.#refused.add(`${row}:${ordinal} ${reason}`)
  }

  end(): void {
    this.verdict.refused = [...this.#refused].sort()
  }

  #reasonAgainst(row: string, ordinal: number, value: CellValue | undefined): string | null {
    const rule = this.#policy.field(this.#session, ordinal)
    if (!this.#created.has(row) && !this.#sheet.hasRow(row) && this.#policy.hasRows(this.#session)) {
      return 'unknown-row'
    }
    if (rule.reason !== null) {
      return rule.reason
    }
    if (!this.#policy.canWrite(this.#session, row, ordinal)) {
      return 'no-permission'
    }
    if (Array.isArray(value) && !rule.list) {
      return 'list-not-allowed'
    }
    return typeof value === 'string' && value.length > rule.maxText ? 'too-large' : null
  }
}

function ask<Session>(asked: Asked<Session>, copy: Y.Doc, { placed, gone }: Seen): void {
  const blocks = placed.flatMap(({ value }) => (value instanceof Uint8Array ? [blockOf(value)] : []))
  const cells = placed.filter(({ place }) => place === 'cells')
  const byKey = Map.groupBy(cells, ({ key }) => key!)
  byKey.forEach((written, key) => {
    const { row, ordinal } = addressOf(key)
    if (ordinal === ORDER && written.some(({ kind }) => kind === 'value')) {
      asked.create(row)
    }
  })
  blocks.filter((block) => block.has(ORDER)).forEach(({ rows }) => rows.forEach((row) => asked.create(row)))
  for (const block of blocks) {
    for (const ordinal of block.ordinals) {
      block.rows.forEach((row, position) => asked.write(row, ordinal, block.column(ordinal)!.get(position)))
    }
  }
  for (const [key, written] of byKey) {
    const { row, ordinal } = addressOf(key)
    const tails = written.filter(({ id }) =>
      written.every(({ origin }) => origin === null || !Y.compareIDs(origin, id)),
    )
    for (const { value } of tails) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- expectValue has looked at it
      asked.write(row, ordinal, value as CellValue | undefined)
    }
    if (written.every(({ isDeleted }) => isDeleted)) {
      asked.verdict.uncovered.add(`${row}:${ordinal}`)
    }
  }
  for (const { parentSub } of gone) {
    const { row, ordinal } = addressOf(parentSub!)
    if (!byKey.has(parentSub!) && !blocks.some((block) => block.has(ordinal) && block.find(row) >= 0)) {
      asked.refuse(row, ordinal, 'bare-delete')
    }
  }
  for (const [key, { id }] of copy.getMap('c')._map) {
    if (isServerClient(id.client)) {
      const { row, ordinal } = addressOf(key)
      asked.verdict.repaired.add(`${row}:${ordinal}`)
    }
  }
  asked.end()
}

function addressOf(key: string): { row: string; ordinal: number } {
  const [row, ordinal] = key.split(':')
  return { row: row!, ordinal: Number.parseInt(ordinal!, 36) }
}

function claim(holds: boolean, otherwise: string): asserts holds {
  if (!holds) {
    throw new Error(otherwise)
  }
}
