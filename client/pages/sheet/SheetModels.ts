import { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { SheetSession } from '#client/sync/SheetSession.ts'

/** What the grid and the bars read of a session: one model per document; a new one when the document was replaced. */
export class SheetModels {
  readonly #session: SheetSession
  readonly #unsubscribe: () => void
  readonly #listeners = new Set<() => void>()
  #model: SheetModel
  #epoch: number

  constructor(session: SheetSession) {
    this.#session = session
    this.#epoch = session.view().epoch
    this.#model = new SheetModel(session.description, session.store)
    this.#unsubscribe = session.subscribe(() => this.#follow())
  }

  current = (): SheetModel => this.#model

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  destroy(): void {
    this.#unsubscribe()
    this.#model.destroy()
  }

  #follow(): void {
    const { epoch } = this.#session.view()
    if (epoch !== this.#epoch) {
      this.#epoch = epoch
      this.#model.destroy()
      this.#model = new SheetModel(this.#session.description, this.#session.store)
      this.#listeners.forEach((listener) => listener())
    }
  }
}
