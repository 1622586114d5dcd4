import type pg from 'pg'
import { expect } from 'vitest'
import { random } from '#collab/testing/random.ts'
import { partDocument } from '#server/collaboration/sheetDocuments.ts'
import { NUMBER, portsOf, type LiveFixture, type TestSheet } from '#server/testing/LiveFixture.ts'
import { until } from '#server/testing/until.ts'
import { describeFor } from './describeFor.ts'
import { JournalReader } from './JournalReader.ts'
import { Witness, type Claim } from './Witness.ts'

const ROLES = ['boss', 'editor', 'boss', 'editor']
/** So many that a paste over them is packed. */
const SHARED = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8']
const ROWS = [...SHARED, ...ROLES.map((_, i) => `own${i}`)]
/** Who reads the field beside the common ones. */
const READERS = { 4: ['boss', 'editor'] }
const TEXTS = [2, 4]
/** An editor may read it, and not write it. */
const BOSSES = 3
const WATCHED = { rows: ROWS, ordinals: [...TEXTS, BOSSES, NUMBER], beside: [4] }

export interface WitnessesOptions {
  fixture: LiveFixture
  /** As the role of the app. */
  pool: pg.Pool
  /** Of the live documents; people take one of them in turn. */
  urls: readonly string[]
  seed: number
  /** Somebody's page says "saved" at this moment. */
  onClaim: () => void
}

/** Four people with one sheet of two parts open, and what their pages claimed. */
export class Witnesses {
  readonly people: readonly Witness[]
  readonly #fixture: LiveFixture
  readonly #sheet: TestSheet
  readonly #journal: JournalReader
  readonly #claims: { witness: number; claim: Claim }[]
  #proven = 0

  static async open({ fixture, pool, urls, seed, onClaim }: WitnessesOptions): Promise<Witnesses> {
    const sheet = await fixture.newSheet(ROWS, READERS)
    const collaboration = { partDocument: partDocument.bind(null, pool) }
    const { authorizeSheet } = portsOf(fixture.database)
    const claims: { witness: number; claim: Claim }[] = []
    const people = await Promise.all(
      ROLES.map(async (role, i) => {
        const { token, identity } = await fixture.newPerson(role)
        return Witness.open({
          url: urls[i % urls.length]!,
          token,
          userId: identity.userId,
          ownRow: `own${i}`,
          sharedRows: SHARED,
          texts: TEXTS,
          number: NUMBER,
          forbidden: role === 'editor' ? BOSSES : null,
          next: random(seed * ROLES.length + i),
          describe: () => describeFor({ collaboration, authorizeSheet }, identity, sheet),
          onClaim: (claim) => {
            claims.push({ witness: i, claim })
            onClaim()
          },
        })
      }),
    )
    await until(() => people.every(({ session }) => session.view().ready), 'all are in')
    return new Witnesses(fixture, sheet, people, claims)
  }

  private constructor(
    fixture: LiveFixture,
    sheet: TestSheet,
    people: readonly Witness[],
    claims: { witness: number; claim: Claim }[],
  ) {
    this.people = people
    this.#fixture = fixture
    this.#sheet = sheet
    this.#claims = claims
    this.#journal = this.#openJournal()
  }

  /** How often "saved" appeared for something new. */
  get claimed(): number {
    return this.#claims.length
  }

  /** Words that were said to be saved. */
  get words(): number {
    return this.#claims.reduce((sum, { claim }) => sum + claim.words.length, 0)
  }

  /** Everybody does random things until it is enough. */
  async live(isEnough: () => boolean): Promise<void> {
    await Promise.all(this.people.map((person) => person.live(isEnough)))
  }

  /** The journal held everything that was claimed, when it was claimed: what was not looked at yet. */
  async prove(): Promise<void> {
    const claims = this.#claims.slice(this.#proven)
    this.#proven = this.#claims.length
    await this.#journal.read()
    this.#expectTrue(claims, this.#journal)
  }

  /** The same of every claim, by a journal that is read from its beginning. */
  async proveCold(): Promise<void> {
    const claims = [...this.#claims]
    const journal = this.#openJournal()
    await journal.read()
    this.#expectTrue(claims, journal)
  }

  /** Of all parts. */
  async documents(): Promise<{ id: number; generation: number }[]> {
    return this.#fixture.database.owner('documents').where({ table_id: this.#sheet.tableId }).select('id', 'generation')
  }

  async settle(): Promise<void> {
    await until(() => this.people.every(({ isSaved }) => isSaved), 'everything is saved')
  }

  close(): void {
    this.people.forEach((person) => person.destroy())
  }

  #openJournal(): JournalReader {
    return new JournalReader(this.#fixture.database.owner, this.#sheet, WATCHED)
  }

  #expectTrue(claims: readonly { witness: number; claim: Claim }[], journal: JournalReader): void {
    const untrue = claims.flatMap(({ witness, claim }) => {
      const words = this.people[witness]!.untrue(claim, journal)
      const { userId } = this.people[witness]!
      return words.map((word) => ({ witness, userId, atMs: claim.atMs, word, held: journal.tell(word) }))
    })
    expect(untrue, JSON.stringify(untrue)).toEqual([])
  }
}
