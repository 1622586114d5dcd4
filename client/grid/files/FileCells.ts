import type { Field } from '#shared/fields/field.ts'
import { isGroupId } from '../groups/groupId.ts'
import type { SheetModel } from '../model/SheetModel.ts'
import type { CellRef, Selection } from '../Selection.ts'
import type { GridFiles } from './GridFiles.ts'

export interface FileOptions {
  model: () => SheetModel
  isWritable: (field: Field) => boolean
  files: () => GridFiles
}

/** The cells of one grid that hold files. */
export class FileCells {
  readonly #options: FileOptions
  readonly #selection: Selection
  readonly #grid: { goTo: (cell: CellRef) => void; paint: () => void }
  #held: CellRef | null = null

  constructor(options: FileOptions, selection: Selection, grid: { goTo: (cell: CellRef) => void; paint: () => void }) {
    this.#options = options
    this.#selection = selection
    this.#grid = grid
  }

  /** The cell that files are held over and that will take them; null: there is none. */
  get held(): CellRef | null {
    return this.#held
  }

  hold(cell: CellRef | null): void {
    this.#held = cell
    this.#grid.paint()
  }

  /** Whether files can be put into a cell now. */
  takes({ row, key }: CellRef): boolean {
    const field = this.#options.model().field(key)
    return field?.type === 'evidence' && !isGroupId(row) && this.#options.isWritable(field)
  }

  attach(cell: CellRef, files: readonly File[]): void {
    this.#grid.goTo(cell)
    this.#options.files().attach(cell, files)
  }

  /** Whether the sheet takes files of rows. */
  get bringsRows(): boolean {
    return this.#options.files().bring !== undefined
  }

  bring(files: readonly File[]): void {
    this.#options.files().bring?.(files)
  }

  /** Whether the active cell is one for files. */
  isActive(): boolean {
    const { active } = this.#selection
    return active !== null && !isGroupId(active.row) && this.#options.model().field(active.key)?.type === 'evidence'
  }

  /** Shows the files of the active cell; false when it is none for files. */
  open(): boolean {
    const isActive = this.isActive()
    if (isActive) {
      this.#options.files().open()
    }
    return isActive
  }
}
