import { expect } from 'vitest'
import { documentName } from '#collab/protocol/documentName.ts'
import { contentHash } from '#collab/schema/contentHash.ts'
import { cellKey, splitCellKey } from '#collab/schema/layout.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'
import { encodeSeed } from '#collab/schema/seedDocument.ts'
import { FollowingClient } from '#collab/testing/FollowingClient.ts'
import { LiveFixture, NUMBER, ROWS, valuesOf, type RunningServer, type TestSheet } from '#server/testing/LiveFixture.ts'
import { replayFromDatabase } from '#server/testing/replayFromDatabase.ts'
import type { TestDatabase } from '#server/testing/testDatabase.ts'
import { until } from '#server/testing/until.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Identity } from '../ports.ts'
import { proposalOf } from '../folding/proposals.ts'
import { expectWholeHistory } from '../folding/testing/expectWholeHistory.ts'

/** Only the boss may read it, in a part of its own, until it moves to the others. */
const MOVED = 3
/** Of a program. */
const NEW_ROW = 'p1'
/** Sooner than a socket on which nothing happens is opened anew, which would make much good again. */
const HASH_PATIENCE_MS = 20_000

/**
 * A sheet of a tenant of its own on which everything happens that makes a server write: edits, refusals, conflicts, rows of
 * a program, snapshots, hashes, a fold and a field that moves. Whoever is told of a failure tries again.
 */
export class BusySheet {
  readonly tenantId: string
  /** What callers of the server were told instead of an answer. */
  readonly failures: unknown[] = []
  readonly #fixture: LiveFixture
  readonly #server: RunningServer
  readonly #sheet: TestSheet
  readonly #seeded: Sheet
  readonly #clients: FollowingClient[] = []
  /** What must stand in the end, by cell. */
  readonly #written = new Map<string, CellValue>()
  /** Names of documents that came empty. */
  readonly #empty: string[] = []
  #rounds = 0

  private constructor(fixture: LiveFixture, server: RunningServer, sheet: TestSheet, seeded: Sheet) {
    this.tenantId = fixture.tenantId
    this.#seeded = seeded
    this.#fixture = fixture
    this.#server = server
    this.#sheet = sheet
  }

  static async create(database: TestDatabase, server: RunningServer): Promise<BusySheet> {
    const fixture = await new LiveFixture(database).prepare()
    const sheet = await fixture.newSheet(ROWS, { [MOVED]: ['boss'] })
    const seeded = await replayFromDatabase(database.owner, sheet.document.documentId)
    const busy = new BusySheet(fixture, server, sheet, seeded)
    await busy.#leaveProposal()
    return busy
  }

  /** Does everything there is to do. */
  async work(): Promise<void> {
    const boss = await this.#fixture.newPerson('boss')
    const [ana, ben] = [await this.#join(boss.token), await this.#join((await this.#fixture.newPerson('editor')).token)]
    await this.#typeTogether(ana, ben)
    await this.#beRefused(ben)
    await this.#meet(ana, ben)
    await this.#writeRows(boss.identity)
    const { collaboration } = this.#server
    await this.#again(() => collaboration.fold(this.tenantId, this.#documentId), ['sealed', 'unchanged'])
    await this.goOn()
    await this.#moveField(boss.identity)
    await this.goOn()
  }

  /** Everybody writes a cell, and everything that follows from it is done. */
  async goOn(): Promise<void> {
    const [ana, ben] = this.#clients
    this.#rounds++
    this.#set(ana!, 'r1', 2, `round ${this.#rounds}`)
    this.#set(ben!, 'r2', NUMBER, this.#rounds)
    await this.#settle()
  }

  /** All agree with each other, with somebody who comes now, and with the database; nothing is missing there. */
  async expectAllIsWell(): Promise<void> {
    await this.#join((await this.#fixture.newPerson('viewer')).token)
    await this.#settle()
    const { owner } = this.#fixture.database
    const cold = await replayFromDatabase(owner, this.#documentId, { isMoved: true })
    const prints = (): Set<string> => new Set(this.#clients.map(({ sheet }) => sheet.fingerprint()))
    await until(() => prints().size === 1, 'all agree')
    expect([...prints()]).toEqual([cold.fingerprint()])
    const lost = [...this.#written].filter(([key, value]) => {
      const { row, ordinal } = splitCellKey(key)
      return cold.value(row, ordinal) !== value
    })
    expect(lost).toEqual([])
    expect(cold.value('r2', MOVED)).toBe(null)
    expect(this.#clients.flatMap(({ overtaken }) => overtaken)).toEqual([])
    expect(this.#empty).toEqual([])
    await expectWholeHistory(owner, this.#server, this.#sheet, [...ROWS, NEW_ROW], (row, ordinal) =>
      this.#seeded.value(row, ordinal),
    )
    await this.#expectConflict(cold.value('r4', 2))
  }

  leave(): void {
    this.#clients.splice(0).forEach((client) => client.destroy())
  }

  get #documentId(): number {
    return this.#sheet.document.documentId
  }

  async #join(token: string): Promise<FollowingClient> {
    const client: FollowingClient = new FollowingClient({
      url: this.#server.url,
      name: await this.#name(),
      token,
      locate: () => this.#name(),
      onServed: (sheet) => {
        if (!sheet.hasRow('r1')) {
          this.#empty.push(client.name)
        }
      },
    })
    this.#clients.push(client)
    await until(() => client.isReady, 'somebody is there')
    return client
  }

  async #name(): Promise<string> {
    const { owner } = this.#fixture.database
    const { generation } = await owner('documents').where({ id: this.#documentId }).first('generation')
    return documentName(this.#documentId, generation)
  }

  #set(client: FollowingClient, row: string, ordinal: number, value: CellValue): void {
    client.set(row, ordinal, value)
    this.#written.set(cellKey(row, ordinal), value)
  }

  /** As a server leaves it that dies in the middle of a fold. */
  async #leaveProposal(): Promise<void> {
    const key = { tenantId: this.tenantId, documentId: this.#documentId, generation: 1 }
    const { generation, seed, sha256, seq } = proposalOf(
      key,
      encodeSeed(['r1'], [], () => null),
      0,
    )
    await this.#fixture.database.owner('document_generations').insert({
      tenant_id: this.tenantId,
      document_id: this.#documentId,
      generation,
      after_seq: 0,
      folded_seq: seq,
      sha256: Buffer.from(sha256),
      seed: Buffer.from(seed),
    })
  }

  /** Single cells, a gesture of two updates, and several cells at once. */
  async #typeTogether(ana: FollowingClient, ben: FollowingClient): Promise<void> {
    ana.announceGesture('filled', 100)
    this.#set(ana, 'r1', 4, 'first')
    this.#set(ben, 'r2', 4, 'first')
    await this.#settle()
    this.#set(ana, 'r3', NUMBER, 7)
    await this.#settle()
    const rows = ['r1', 'r3']
    ana.write(rows, [2, 4], (row, column) => `bulk ${row} ${column}`)
    rows.forEach((row, r) => [2, 4].forEach((ordinal, c) => this.#written.set(cellKey(row, ordinal), `bulk ${r} ${c}`)))
    await this.#settle()
  }

  /** A field that this part does not have. */
  async #beRefused(client: FollowingClient): Promise<void> {
    client.set('r2', MOVED, 'refused')
    await until(() => client.messages.some(({ type }) => type === 'refused'), 'refused')
    await this.#settle()
  }

  /** Two write the same cell before they have heard of each other. */
  async #meet(ana: FollowingClient, ben: FollowingClient): Promise<void> {
    ana.set('r4', 2, 'of ana')
    ben.set('r4', 2, 'of ben')
    await this.#settle()
    await until(async () => (await this.#conflicts()).length > 0, 'the conflict is recorded')
  }

  /** A new row and one that is there, in every part. */
  async #writeRows(identity: Identity): Promise<void> {
    const rows = [NEW_ROW, 'r3'].map((id) => ({
      id,
      values: valuesOf({ [MOVED]: `secret of ${id}`, 4: `call on ${id}` }),
    }))
    await this.#again(() => this.#server.collaboration.writeRows(identity, this.#sheet, rows, 'api'))
    rows.forEach(({ id, values }) => values.forEach((value, ordinal) => this.#written.set(cellKey(id, ordinal), value)))
    await this.#settle()
  }

  async #moveField({ userId, sessionId }: Identity): Promise<void> {
    const { tableId } = this.#sheet
    const { id } = await this.#fixture.database.owner('fields').where({ table_id: tableId, ordinal: MOVED }).first('id')
    const move = { tenantId: this.tenantId, tableId, fieldId: id, readers: null }
    const actor = { userId, sessionId, origin: '127.0.0.1' }
    await this.#again(() => this.#server.collaboration.moveField({ ...move, actor }), ['changed'])
  }

  /** Everything is saved, where the sheet is by now, rows and history have it, and everybody has heard what there is. */
  async #settle(): Promise<void> {
    const { owner } = this.#fixture.database
    const name = await this.#name()
    await until(() => this.#clients.every((client) => client.isSaved && client.name === name), 'everything is saved')
    await until(async () => {
      const { rows } = await owner.raw<{ rows: unknown[] }>(
        `SELECT FROM documents d JOIN document_projections p ON p.document_id = d.id
         WHERE d.tenant_id = ? AND p.position <> d.head_seq`,
        [this.tenantId],
      )
      return rows.length === 0
    }, 'everything is projected')
    await until(() => this.#clients.every(isTold), 'everybody is told the hash', HASH_PATIENCE_MS)
  }

  #conflicts(): Promise<{ kept: unknown; lost: unknown }[]> {
    return this.#fixture.database.owner('cell_conflicts').where({ tenant_id: this.tenantId }).select('kept', 'lost')
  }

  async #expectConflict(standing: CellValue): Promise<void> {
    const lost = standing === 'of ana' ? 'of ben' : 'of ana'
    expect(await this.#conflicts()).toEqual([{ kept: standing, lost }])
  }

  /** Until it is answered, and with one of these if given. */
  async #again<T>(call: () => Promise<T>, wanted?: readonly T[]): Promise<void> {
    await until(async () => {
      try {
        const answer = await call()
        return wanted === undefined || wanted.includes(answer)
      } catch (error) {
        this.failures.push(error)
        return false
      }
    }, 'a call is answered')
  }
}

/** The server has said which content there is, and it is what is here. */
function isTold({ sheet, messages }: FollowingClient): boolean {
  const hash = contentHash(sheet)
  return messages.some((message) => message.type === 'hash' && message.hash === hash)
}
