/**
 * The keyboard for the cell that the grid has its focus on. A cell that had to be scrolled to is drawn a frame or two later, and
 * only then can take the focus of the page; who has left the sheet meanwhile is not brought back.
 */
export class CellKeyboard {
  readonly #root: () => HTMLElement | null
  #asked = 0

  constructor(root: () => HTMLElement | null) {
    this.#root = root
  }

  take(): void {
    this.#look(++this.#asked, 3)
  }

  giveUp(): void {
    this.#asked++
  }

  #look(asked: number, frames: number): void {
    requestAnimationFrame(() => {
      const root = this.#root()
      if (asked !== this.#asked || root === null || root.contains(document.activeElement)) {
        return
      }
      root.querySelector<HTMLElement>('.ag-cell-focus')?.focus({ preventScroll: true })
      if (frames > 1) {
        this.#look(asked, frames - 1)
      }
    })
  }
}
