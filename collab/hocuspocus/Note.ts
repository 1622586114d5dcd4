/** The note of a row that this server has open. */
import * as Y from 'yjs'
import type { NoteAddress } from '#collab/protocol/documentName.ts'
import type { DocumentKey } from './Journal.ts'
import { JournaledDocument, type ArrivingRow, type LoadedState } from './JournaledDocument.ts'

export class Note extends JournaledDocument implements NoteAddress {
  readonly rowId: string
  readonly #onApplied: (note: Note) => void

  /** Puts the loaded state and rows into `doc`. Throws when the journal is not complete. */
  constructor(
    doc: Y.Doc,
    key: DocumentKey,
    loaded: LoadedState & { rowId: string },
    onApplied: (note: Note) => void = () => {},
  ) {
    super(doc, key, loaded)
    this.rowId = loaded.rowId
    this.#onApplied = onApplied
    this.begin(loaded, Infinity)
  }

  protected override apply({ bytes }: ArrivingRow): void {
    Y.applyUpdate(this.doc, bytes)
  }

  protected override applied(): void {
    this.#onApplied(this)
  }
}
