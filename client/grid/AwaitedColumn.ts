import type { GridApi } from 'ag-grid-community'

/** A column whose header gets the keyboard as soon as the grid has it. */
export class AwaitedColumn {
  readonly #api: () => GridApi | null
  #key: string | null = null

  constructor(api: () => GridApi | null) {
    this.#api = api
  }

  /** Brings it into view, now or when it comes. */
  goTo(key: string): void {
    this.#key = key
    this.columnsChanged()
  }

  columnsChanged(): void {
    const [api, key] = [this.#api(), this.#key]
    if (key === null || !api?.getColumn(key)) {
      return
    }
    api.ensureColumnVisible(key)
    // the grid is still placing its headers
    requestAnimationFrame(() => {
      if (this.#key === key && this.#api() === api) {
        this.#key = null
        api.setFocusedHeader(key)
      }
    })
  }
}
