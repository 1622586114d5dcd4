import type { GridApi } from 'ag-grid-community'

type Columns = Pick<GridApi, 'getColumn' | 'ensureColumnVisible' | 'setFocusedHeader'>

/** A column whose header gets the keyboard as soon as the grid has it, unless the person goes on with something else. */
export class AwaitedColumn {
  readonly #api: () => Columns | null
  readonly #root: () => HTMLElement | null
  #key: string | null = null
  #wait = new AbortController()

  constructor(api: () => Columns | null, root: () => HTMLElement | null) {
    this.#api = api
    this.#root = root
  }

  /** Brings it into view, now or when it comes. */
  goTo(key: string): void {
    this.#end()
    this.#key = key
    for (const sign of ['pointerdown', 'keydown']) {
      this.#root()?.addEventListener(sign, () => this.#end(), { capture: true, signal: this.#wait.signal })
    }
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
        this.#end()
        api.setFocusedHeader(key)
      }
    })
  }

  #end(): void {
    this.#key = null
    this.#wait.abort()
    this.#wait = new AbortController()
  }
}
