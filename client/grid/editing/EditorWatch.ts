import type { CellValue } from '#shared/cells/cellValue.ts'
import type { CellRef } from '../Selection.ts'

/** What others do to the cell that somebody is typing in. */
export type EditorState =
  /** The editor is open; `before` is what the cell held when it was opened. */
  | { kind: 'open'; cell: CellRef; before: CellValue }
  /** It was written over what another person wrote meanwhile. */
  | { kind: 'overwrote'; cell: CellRef; theirs: CellValue }
  /** The row was deleted under it; this had been typed. */
  | { kind: 'row-gone'; cell: CellRef; text: string }

/** The open editor and how it ended, for the notice beside it. */
export class EditorWatch {
  readonly #listeners = new Set<() => void>()
  #state: EditorState | null = null

  state = (): EditorState | null => this.#state

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  opened(cell: CellRef, before: CellValue): void {
    this.#set({ kind: 'open', cell, before })
  }

  /** What it ended with stays to be read. */
  closed(): void {
    if (this.#state?.kind === 'open') {
      this.#set(null)
    }
  }

  overwrote(cell: CellRef, theirs: CellValue): void {
    this.#set({ kind: 'overwrote', cell, theirs })
  }

  rowGone(cell: CellRef, text: string): void {
    this.#set({ kind: 'row-gone', cell, text })
  }

  dismiss(): void {
    this.#set(null)
  }

  #set(state: EditorState | null): void {
    this.#state = state
    this.#listeners.forEach((listener) => listener())
  }
}
