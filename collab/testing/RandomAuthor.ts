/** Somebody who writes at random: mostly as our client does, now and then as an attacker would. Every choice comes from `next`. */
import * as Y from 'yjs'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { encodeUpdate } from '#collab/schema/encodeUpdate.ts'
import { encodeBlock } from '#collab/schema/encodeBlock.ts'
import { cellKey, DELETED, ORDER } from '#collab/schema/layout.ts'
import { FIELDS, type Peer, ROWS } from './gateFixture.ts'

type Content = Y.Item['content']

const NEW_ROWS = ['n1', 'n2', 'n3']
const STRANGE_KEYS = ['__proto__', 'r1:02', 'r1', ':2', 'r1:2:2', 'r1:', 'r 1:2', 'r1:zzzzz', 'constructor']
const STRANGE_VALUES: unknown[] = [NaN, Infinity, undefined, { a: 1 }, [1], 10n, new Uint8Array(3), ['x'.repeat(101)]]

export class RandomAuthor {
  readonly #next: () => number
  #step = 0

  constructor(next: () => number) {
    this.#next = next
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#next() * list.length)]!
  }

  /** What our client sends: one gesture, or some in one transaction. */
  edit(peer: Peer): void {
    const count = this.#next() < 0.8 ? 1 : 3
    peer.doc.transact(() => {
      for (let i = 0; i < count; i++) {
        this.#gesture(peer)
      }
    })
  }

  #gesture({ sheet, who }: Peer): void {
    const mark = `${who}-${++this.#step}`
    const row = this.pick(this.#next() < 0.85 ? ROWS : [...NEW_ROWS, 'unknown'])
    const kind = this.#next()
    if (kind < 0.5) {
      const ordinal = this.pick([...FIELDS, ...FIELDS, ...FIELDS, 8, 9, 11])
      sheet.set(row, ordinal, this.#value(mark))
    } else if (kind < 0.6) {
      sheet.set(row, ORDER, this.pick(['a0', 'a1', 'b5', 'V']))
    } else if (kind < 0.68) {
      sheet.set(row, DELETED, this.#next() < 0.5)
    } else {
      const rows = [
        ...new Set(Array.from({ length: 1 + Math.floor(this.#next() * 4) }, () => this.pick([...ROWS, ...NEW_ROWS]))),
      ]
      const fields = [...FIELDS, 9, ...(this.#next() < 0.2 ? [8, 11] : [])]
      const ordinals = fields.filter(() => this.#next() < 0.5)
      const isNew = this.#next() < 0.3
      sheet.write(rows, isNew ? [ORDER, ...ordinals] : ordinals, (_, column) =>
        isNew && column === 0 ? this.pick(['a3', 'c1']) : this.#value(mark),
      )
    }
  }

  #value(mark: string): CellValue {
    const kind = this.#next()
    if (kind < 0.6) {
      return mark
    }
    return this.pick<CellValue>([null, 5, -0, true, 'x', ['a', 'b'], 'longer than five'])
  }

  /** Writes with the means of Yjs what no client of ours writes. */
  misuse({ doc, sheet }: Peer): void {
    const { cells, patches, base } = sheet.layers
    const keys = [...cells.keys()]
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a stranger writes has any type
    const strangeCells = cells as Y.Map<unknown>
    const misuses: (() => void)[] = [
      () => keys.length > 0 && cells.delete(this.pick(keys)),
      () => keys.length > 0 && keys.filter(() => this.#next() < 0.5).forEach((key) => cells.delete(key)),
      () => patches.length > 0 && patches.delete(Math.floor(this.#next() * patches.length)),
      () =>
        base.set(
          this.pick(['00000', '00001']),
          encodeBlock(['r1'], [2], () => 'base'),
        ),
      () => base.delete('00000'),
      () => doc.getMap('x').set('0', 1),
      () => doc.getText('t').insert(0, 'text'),
      () =>
        strangeCells.set(
          this.#key(),
          this.pick<() => unknown>([
            () => new Y.Map(),
            () => new Y.Array(),
            () => new Y.Text('x'),
            () => new Y.XmlElement('p'),
            () => new Y.Doc({ guid: 'nested' }),
          ])(),
        ),
      () => strangeCells.set(this.pick(STRANGE_KEYS), 1),
      () => strangeCells.set(this.#key(), this.pick(STRANGE_VALUES)),
      () => patches.push([this.pick<Uint8Array>([new Uint8Array([9, 9]), encodeBlock(['a b'], [2], () => 1)])]),
      () => (patches as Y.Array<unknown>).push([this.pick<unknown>(['text', 5, new Y.Map()])]),
      () =>
        patches.insert(Math.floor(this.#next() * (patches.length + 1)), [
          encodeBlock(['r1', 'r4'], [2, 3], () => 'between'),
        ]),
      () =>
        doc.transact(() => {
          const key = this.#key()
          strangeCells.set(key, new Y.Map())
          cells.set(key, 'over it')
        }),
    ]
    this.pick(misuses)()
  }

  /** Structs of the own client with any neighbours, place and content, and any deletions. */
  forge({ doc }: Peer): Uint8Array {
    const client = doc.clientID
    const known = [...doc.store.clients.values()].flat()
    let clock = Y.getState(doc.store, client)
    const ids = known.map(({ id }) => id)
    const items: Y.Item[] = []
    for (let count = 1 + Math.floor(this.#next() * 2); count > 0; count--) {
      const neighbour = (): Y.ID | null => (this.#next() < 0.4 || ids.length === 0 ? null : this.#idIn(this.pick(ids)))
      const [left, right] = [neighbour(), this.#next() < 0.7 ? null : neighbour()]
      const place = this.pick<string | Y.ID>(['c', 'c', 'c', 'p', 'b', 'x', ...ids.slice(-1)])
      const key = this.#next() < (place === 'p' ? 0.2 : 0.9) ? this.#key() : null
      const id = Y.createID(client, clock)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as in a decoded update, where the parent is still a name
      const item = new Y.Item(id, null, left, null, right, place as never, key, this.#content())
      items.push(item)
      ids.push(id)
      clock += item.length
    }
    if (items.length > 1 && this.#next() < 0.2) {
      return inSections(items)
    }
    const gone = this.#next() < 0.5 || ids.length === 0 ? [] : [this.pick(ids), this.pick(ids)]
    return encodeUpdate(items, null, gone)
  }

  #idIn({ client, clock }: Y.ID): Y.ID {
    return Y.createID(client, this.#next() < 0.97 ? clock : clock + 1)
  }

  #key(): string {
    return cellKey(this.pick(ROWS), this.pick([...FIELDS, 9]))
  }

  #content(): Content {
    const kind = this.#next()
    if (kind < 0.6) {
      return new Y.ContentAny([`forged-${++this.#step}`])
    }
    if (kind < 0.8) {
      return new Y.ContentBinary(encodeBlock(['r1', 'r4'], [2, 3], () => 'forged'))
    }
    return this.pick<() => Content>([
      () => new Y.ContentDeleted(1 + Math.floor(this.#next() * 3)),
      () => new Y.ContentAny(['two', 'values']),
      () => new Y.ContentString('text'),
      () => new Y.ContentType(new Y.Map()),
      () => new Y.ContentFormat('bold', 'true'),
      () => new Y.ContentEmbed({ a: 1 }),
    ])()
  }

  /** Some bytes changed, some cut off. */
  damage(update: Uint8Array): Uint8Array {
    const damaged = update.slice(0, this.#next() < 0.9 ? update.length : Math.floor(this.#next() * update.length))
    for (let count = 1 + Math.floor(this.#next() * 3); count > 0 && damaged.length > 0; count--) {
      damaged[Math.floor(this.#next() * damaged.length)] = Math.floor(this.#next() * 256)
    }
    return damaged
  }
}

/** One section for each struct, although they are of one client. */
function inSections(items: readonly Y.Item[]): Uint8Array {
  const sections = items.map((item) => encodeUpdate([item], null, []).slice(1, -1))
  return Uint8Array.from([items.length, ...sections.flatMap((section) => [...section]), 0])
}
