import type pg from 'pg'
import { expect } from 'vitest'
import { partDocument } from '#server/collaboration/sheetDocuments.ts'
import { portsOf, type LiveFixture, type TestSheet } from '#server/testing/LiveFixture.ts'
import { until } from '#server/testing/until.ts'
import { coldSheet } from './coldSheet.ts'
import { describeFor } from './describeFor.ts'
import { SteadyTypist, TYPED } from './SteadyTypist.ts'

/** Who reads the field beside the common ones. */
const READERS = { 3: ['boss', 'editor'] }

export interface OfficeOptions {
  fixture: LiveFixture
  /** As the role of the app. */
  pool: pg.Pool
  /** Of the live documents. */
  url: string
  people: number
  paceMs: number
}

/** A sheet of two parts and the people who have it open, each with a row of their own. */
export class Office {
  readonly typists: readonly SteadyTypist[]
  readonly #fixture: LiveFixture
  readonly #sheet: TestSheet

  static async open({ fixture, pool, url, people, paceMs }: OfficeOptions): Promise<Office> {
    const rows = Array.from({ length: people }, (_, i) => `own${i}`)
    const sheet = await fixture.newSheet(rows, READERS)
    const collaboration = { partDocument: partDocument.bind(null, pool) }
    const { authorizeSheet } = portsOf(fixture.database)
    const typists = await Promise.all(
      rows.map(async (row, seed) => {
        const { token, identity } = await fixture.newPerson('boss')
        const describe = (): ReturnType<typeof describeFor> =>
          describeFor({ collaboration, authorizeSheet }, identity, sheet)
        return SteadyTypist.open({ url, token, describe, row, seed, paceMs })
      }),
    )
    await until(() => typists.every(({ isSaved }) => isSaved), 'everybody is in')
    return new Office(fixture, sheet, typists)
  }

  private constructor(fixture: LiveFixture, sheet: TestSheet, typists: readonly SteadyTypist[]) {
    this.#fixture = fixture
    this.#sheet = sheet
    this.typists = typists
  }

  /** The name of the common part. */
  get document(): string {
    return this.#sheet.name
  }

  /** Everything is saved, all see the same, and that is what the journal says and everybody wrote last. */
  async expectNothingLost(): Promise<void> {
    const { typists } = this
    await until(() => typists.every(({ isSaved }) => isSaved), 'everything is saved')
    const value = await coldSheet(this.#fixture.database.owner, this.#sheet, Object.keys(READERS).map(Number))
    expect(typists.flatMap((typist) => typist.lost(value))).toEqual([])
    const cold = typists.map(({ row }) => TYPED.map((ordinal) => value(row, ordinal)))
    for (const { session } of typists) {
      const { columns } = session
      const seen = (): unknown[] =>
        typists.map(({ row }) => TYPED.map((ordinal) => columns.value(columns.slotOf(row) ?? -1, ordinal)))
      await until(() => JSON.stringify(seen()) === JSON.stringify(cold), 'everybody sees what the journal says')
    }
  }

  close(): void {
    this.typists.forEach((typist) => typist.destroy())
  }
}
