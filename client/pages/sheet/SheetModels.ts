import { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { SheetSession } from '#client/sync/SheetSession.ts'

/** What the grid and the bars read of a session: one model, which goes on in new documents; another one for other fields. */
export class SheetModels {
  readonly #session: SheetSession
  readonly #unsubscribe: () => void
  readonly #listeners = new Set<() => void>()
  #model: SheetModel
  #schema: string
  #epoch: number

  constructor(session: SheetSession) {
    this.#session = session
    this.#epoch = session.view().epoch
    this.#schema = schemaOf(session)
    this.#model = new SheetModel(session.description, session.columns)
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
    if (epoch === this.#epoch) {
      return
    }
    this.#epoch = epoch
    const schema = schemaOf(this.#session)
    if (schema === this.#schema) {
      this.#model.moveTo(this.#session.columns)
      return
    }
    this.#schema = schema
    this.#model.destroy()
    this.#model = new SheetModel(this.#session.description, this.#session.columns)
    this.#listeners.forEach((listener) => listener())
  }
}

/** Everything that decides which columns there are and what formulas say. */
const schemaOf = ({ description }: SheetSession): string =>
  JSON.stringify([description.table.fields, description.compute])
