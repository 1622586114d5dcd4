import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { encodeWrite, type SheetWrite } from '#collab/gate/encodeWrite.ts'
import { inspect } from '#collab/gate/inspect.ts'
import { newAuthorClient } from '#collab/schema/layout.ts'
import { encodeSeed } from '#collab/schema/seedDocument.ts'
import { random } from '#collab/testing/random.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { touchedBy, observeChanges } from './changes.ts'
import { meeting, type Conflict } from './conflicts.ts'

const ROWS = ['r1', 'r2', 'r3']
const SEED = encodeSeed(ROWS, [2, 3], (row, column) => `seed${row}${column}`)

/** A document that two people edit, and what each of them has received of it. */
class Table {
  readonly server = this.#open()
  readonly #owners = new Map<number, string>()

  join(user: string): { sheet: Sheet; client: number; user: string } {
    const client = newAuthorClient()
    this.#owners.set(client, user)
    return { sheet: this.#open(), client, user }
  }

  /** The update reaches the server; what it meets. `offline`: the author had long not received anything. */
  take(person: ReturnType<Table['join']>, write: SheetWrite, offline = false): Conflict[] {
    const { client, user, sheet } = person
    const update = encodeWrite(sheet, client, write)
    const seen = offline ? Y.decodeStateVector(Y.encodeStateVector(sheet.doc)) : null
    Y.applyUpdate(sheet.doc, update)
    return this.receive(user, update, seen)
  }

  receive(user: string, update: Uint8Array, seen: ReadonlyMap<number, number> | null): Conflict[] {
    const found = inspect(this.server, update, () => true)
    const authors = { author: user, owners: this.#owners, seen }
    const touched = { ...touchedBy(found, null), met: () => meeting(this.server, found, authors) }
    const row = { seq: 1, bytes: update, userId: user, origin: 'socket' as const }
    return observeChanges(this.server, row, touched, () => Y.applyUpdate(this.server.doc, update)).conflicts
  }

  #open(): Sheet {
    const sheet = new Sheet(new Y.Doc())
    Y.applyUpdate(sheet.doc, SEED)
    return sheet
  }
}

const cell = (row: string, ordinal: number, value: string): SheetWrite => ({
  cells: [{ row, ordinal, value }],
  rectangles: [],
})
const paste = (rows: string[], ordinals: number[], value: string): SheetWrite => ({
  cells: [],
  rectangles: [{ rows, ordinals, valueAt: () => value }],
})
const valuesOf = (conflicts: readonly Conflict[]) =>
  conflicts.map(({ row, ordinal, kept, lost }) => [row, ordinal, ...[kept, lost].toSorted()].join(' '))

test('[CONF1] two who overwrite a cell at once meet, whoever wins; the kept value is the one that stands', () => {
  const winners = new Set<string>()
  for (let i = 0; i < 40; i++) {
    const table = new Table()
    const [ana, ben] = [table.join('ana'), table.join('ben')]
    expect(table.take(ana, cell('r1', 2, 'from ana'))).toEqual([])
    const [conflict, ...more] = table.take(ben, cell('r1', 2, 'from ben'))
    expect(more).toEqual([])
    expect(conflict).toEqual({
      row: 'r1',
      ordinal: 2,
      kept: table.server.value('r1', 2),
      keptBy: conflict?.kept === 'from ana' ? 'ana' : 'ben',
      lost: conflict?.kept === 'from ana' ? 'from ben' : 'from ana',
      lostBy: conflict?.kept === 'from ana' ? 'ben' : 'ana',
    })
    winners.add(conflict!.keptBy)
  }
  expect([...winners].toSorted()).toEqual(['ana', 'ben'])
})

test('[CONF1] who has seen the other value, wrote the same, or wrote another cell does not meet anybody', () => {
  const table = new Table()
  const [ana, ben] = [table.join('ana'), table.join('ben')]
  table.take(ana, cell('r1', 2, 'from ana'))
  expect(table.take(ben, cell('r1', 2, 'from ana'))).toEqual([])
  expect(table.take(ben, cell('r2', 2, 'from ben'))).toEqual([])
  Y.applyUpdate(ben.sheet.doc, Y.encodeStateAsUpdate(table.server.doc))
  expect(table.take(ben, cell('r1', 2, 'after reading'))).toEqual([])
  expect(table.take(ben, cell('r1', 2, 'once more'))).toEqual([])
})

test('[CONF2] a paste meets cells and pastes that its author had not seen', () => {
  const table = new Table()
  const [ana, ben, cem] = [table.join('ana'), table.join('ben'), table.join('cem')]
  table.take(ana, cell('r1', 2, 'typed'))
  expect(valuesOf(table.take(ben, paste(['r1', 'r2'], [2, 3], 'pasted')))).toEqual(['r1 2 pasted typed'])
  expect(table.server.value('r1', 2)).toBe('typed')
  expect(valuesOf(table.take(cem, paste(['r2', 'r3'], [3], 'other')))).toEqual(['r2 3 other pasted'])
})

test('[CONF2] an edit made offline meets a paste that came meanwhile; one made online is taken to have seen it', () => {
  const table = new Table()
  const [ana, ben, cem] = [table.join('ana'), table.join('ben'), table.join('cem')]
  table.take(ana, paste(ROWS, [2, 3], 'pasted'))
  expect(valuesOf(table.take(ben, cell('r1', 2, 'offline'), true))).toEqual(['r1 2 offline pasted'])
  expect(table.take(cem, cell('r2', 2, 'online'))).toEqual([])
})

const HISTORIES = sizeOf({ short: 400, long: 20_000 })

test('[CONF4] of what three people type and paste offline on the same cells, every last word that does not stand was met', () => {
  for (let seed = 1; seed <= HISTORIES; seed++) {
    const next = random(seed)
    const table = new Table()
    const people = ['ana', 'ben', 'cem'].map((user) => new OfflinePerson(table.join(user), next))
    const met = new Set<string>()
    for (const person of people) {
      for (const { lostBy, row, ordinal, lost } of person.comeBack(table, next() < 0.5)) {
        met.add([lostBy, row, ordinal, lost].join())
      }
    }
    const silent = people.flatMap(({ user, wrote }) =>
      [...wrote].flatMap(([cell, value]) => {
        const [row, ordinal] = [cell.split(' ')[0]!, Number(cell.split(' ')[1])]
        return table.server.value(row, ordinal) === value || met.has([user, row, ordinal, value].join())
          ? []
          : [[seed, user, cell, value]]
      }),
    )
    expect(silent).toEqual([])
  }
})

/** Somebody who types and pastes without a connection. */
class OfflinePerson {
  readonly user: string
  readonly wrote = new Map<string, string>()
  readonly #updates: Uint8Array[] = []
  readonly #seen: ReadonlyMap<number, number>

  constructor({ sheet, client, user }: ReturnType<Table['join']>, next: () => number) {
    this.user = user
    sheet.doc.clientID = client
    this.#seen = Y.decodeStateVector(Y.encodeStateVector(sheet.doc))
    sheet.doc.on('update', (update: Uint8Array) => this.#updates.push(update))
    for (let n = 0; n < 12; n++) {
      const value = `${user} ${n}`
      if (next() < 0.6) {
        const [row, ordinal] = [ROWS[Math.floor(next() * 3)]!, 2 + Math.floor(next() * 2)]
        sheet.set(row, ordinal, value)
        this.wrote.set(`${row} ${ordinal}`, value)
      } else {
        const rows = ROWS.filter(() => next() < 0.7)
        const ordinals = [2, 3].filter(() => next() < 0.7)
        sheet.write(rows, ordinals, () => value)
        rows.forEach((row) => ordinals.forEach((ordinal) => this.wrote.set(`${row} ${ordinal}`, value)))
      }
    }
  }

  comeBack(table: Table, merged: boolean): Conflict[] {
    const updates = merged ? [Y.mergeUpdates(this.#updates)] : this.#updates
    return updates.flatMap((update) => table.receive(this.user, update, this.#seen))
  }
}
