/** One part of a sheet that this server has open. */
import * as Y from 'yjs'
import { newAuthorClient, newRepairClient } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { observeChanges, touchedByRow, type Changes, type Touched } from './changes.ts'
import type { JournalEntry, JournalRow, LoadedDocument } from './Journal.ts'
import { JournaledDocument, type ArrivingRow } from './JournaledDocument.ts'

export type PartListener = (part: Part, changes: Changes[]) => void

export class Part extends JournaledDocument {
  readonly sheet: Sheet
  /** Rows and history were up to date to here when this was loaded; every change behind it is told to the listener. */
  readonly projectedAtLoad: number
  /** What was replayed behind the loaded state. */
  readonly tailAtLoad: { rows: number; bytes: number }
  /** What this server is journaling. The row may be read from the journal before we hear that it was committed. */
  readonly inFlight = new Set<Pick<JournalEntry, 'bytes' | 'touched'>>()
  /** Owner of this server's repairs here. Changed when the fate of an append is unknown, so no clock is used twice. */
  repairClient = newRepairClient()
  /** Clients of people who write through the API, one each: ordinary authors, so their edits are no repairs. */
  readonly #writers = new Map<string, number>()
  readonly #onChanges: PartListener
  #changes: Changes[] = []

  /** Puts the loaded state and rows into `doc`. Throws when the journal is not complete. */
  constructor(
    doc: Y.Doc,
    generation: number,
    loaded: LoadedDocument,
    ids: { tenantId: string; documentId: number },
    onChanges: PartListener,
  ) {
    super(doc, { ...ids, generation }, loaded)
    this.projectedAtLoad = loaded.projectedSeq
    this.tailAtLoad = { rows: loaded.rows.length, bytes: loaded.rows.reduce((sum, { bytes }) => sum + bytes.length, 0) }
    this.sheet = new Sheet(doc)
    this.#onChanges = onChanges
    this.begin(loaded, loaded.projectedSeq)
  }

  /** The client under which this server writes for a person; a client belongs to one person only. */
  writerClient(userId: string): number {
    const client = this.#writers.get(userId) ?? newAuthorClient()
    this.#writers.set(userId, client)
    return client
  }

  /** After an append whose fate is unknown: nobody goes on under a client whose clocks may be taken. */
  renewClients(): void {
    this.repairClient = newRepairClient()
    this.#writers.clear()
  }

  protected override apply(row: ArrivingRow): void {
    const touched = row.touched ?? this.#touchedHere(row) ?? touchedByRow(this.sheet, row)
    this.#changes.push(observeChanges(this.sheet, row, touched, () => Y.applyUpdate(this.doc, row.bytes)))
  }

  protected override applied(): void {
    this.#onChanges(this, this.#changes.splice(0))
  }

  #touchedHere({ bytes }: JournalRow): Touched | undefined {
    const isThis = (one: Pick<JournalEntry, 'bytes'>): boolean =>
      one.bytes.length === bytes.length && one.bytes.every((byte, i) => byte === bytes[i])
    return [...this.inFlight].find(isThis)?.touched
  }
}
