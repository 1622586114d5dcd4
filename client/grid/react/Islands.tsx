import { Fragment, useSyncExternalStore, type ReactNode } from 'react'
import { createPortal, flushSync } from 'react-dom'

/**
 * The few parts of the grid that are React: headers and editors. Cells and rows are not, or every scrolled row would be a
 * tree of components. Each part stands in an element that the grid placed, and lives in the tree of the sheet, so that it has
 * the theme, the direction and the words of the page.
 */
export class Islands {
  readonly #nodes = new Map<HTMLElement, { key: number; node: ReactNode }>()
  readonly #listeners = new Set<() => void>()
  #shown: ReactNode = null
  #made = 0

  /** Shows this in the element, instead of what is there; soon, or `now`: before this call returns. */
  show(element: HTMLElement, node: ReactNode, when: 'soon' | 'now' = 'soon'): void {
    this.#nodes.set(element, { key: this.#nodes.get(element)?.key ?? ++this.#made, node })
    if (when === 'now') {
      flushSync(() => this.#tell())
    } else {
      this.#tell()
    }
  }

  remove(element: HTMLElement): void {
    if (this.#nodes.delete(element)) {
      this.#tell()
    }
  }

  /** All of them, for React. */
  shown = (): ReactNode => this.#shown

  onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(): void {
    this.#shown = Array.from(this.#nodes, ([element, { key, node }]) => (
      <Fragment key={key}>{createPortal(node, element)}</Fragment>
    ))
    this.#listeners.forEach((listener) => listener())
  }
}

/** Where the islands hang in the tree of React. */
export const IslandsOutlet = ({ islands }: { islands: Islands }): ReactNode =>
  useSyncExternalStore(islands.onChange, islands.shown)
