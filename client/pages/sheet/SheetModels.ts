import { isPointing } from '#shared/fields/target.ts'
import { isServerResult } from '#shared/fields/isServerResult.ts'
import { SheetModel } from '#client/grid/model/SheetModel.ts'
import { FieldTargets } from '#client/sync/FieldTargets.ts'
import { ReleasedResults, type ResultSource } from '#client/sync/ReleasedResults.ts'
import type { SheetSession } from '#client/sync/SheetSession.ts'
import { targetSource } from './targetSource.ts'

/** What the grid and the bars read of a session: one model, which goes on in new documents; another one for other fields. */
export class SheetModels {
  readonly #session: SheetSession
  readonly #source: ResultSource
  readonly #me: string
  readonly #unsubscribe: () => void
  readonly #listeners = new Set<() => void>()
  #results: ReleasedResults
  /** By field id, of this schema. */
  #targets: ReadonlyMap<string, FieldTargets>
  #model: SheetModel
  #schema: string
  #epoch: number

  /** `me`: the id of whoever looks. */
  constructor(session: SheetSession, source: ResultSource, me: string) {
    this.#me = me
    this.#session = session
    this.#source = source
    this.#epoch = session.view().epoch
    this.#schema = schemaOf(session)
    this.#results = new ReleasedResults(serverFields(session), source)
    this.#targets = targetsOf(session, me)
    this.#model = this.#newModel()
    this.#unsubscribe = session.subscribe(() => this.#follow())
    session.beforeMove = (next) => this.#model.prepareFor(next)
  }

  current = (): SheetModel => this.#model

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  destroy(): void {
    this.#unsubscribe()
    this.#results.stop()
    this.#stopTargets()
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
    this.#results = this.#resultsOfNow()
    this.#stopTargets()
    this.#targets = targetsOf(this.#session, this.#me)
    this.#model = this.#newModel()
    this.#listeners.forEach((listener) => listener())
  }

  #newModel(): SheetModel {
    const { description, columns } = this.#session
    return new SheetModel(description, columns, this.#results, ({ id }) => this.#targets.get(id) ?? null)
  }

  #stopTargets(): void {
    this.#targets.forEach((targets) => targets.stop())
  }

  /** Those that are known stay on screen until they are read anew; what is not released any more is let go. */
  #resultsOfNow(): ReleasedResults {
    const fields = serverFields(this.#session)
    if (JSON.stringify(fields) === JSON.stringify(this.#results.fields)) {
      this.#results.outdated()
      return this.#results
    }
    this.#results.stop()
    return new ReleasedResults(fields, this.#source)
  }
}

/** What only the server can compute, and the tables that it computes that from. */
function serverFields({ description }: SheetSession): { keys: string[]; tables: string[] } {
  const fields = description.table.fields.filter(isServerResult)
  const tables = fields.flatMap(({ elsewhere }) => elsewhere ?? [])
  return { keys: fields.map(({ key }) => key), tables: [...new Set(tables)] }
}

const targetsOf = ({ description }: SheetSession, me: string): Map<string, FieldTargets> =>
  new Map(
    description.table.fields
      .filter(({ type }) => isPointing(type))
      .map((field) => {
        const source = targetSource(description.table_id, description.cycle_id, field)
        return [field.id, new FieldTargets(source, field.type === 'person' ? me : null)]
      }),
  )

/** Everything that decides which columns there are and what formulas say. */
const schemaOf = ({ description }: SheetSession): string =>
  JSON.stringify([description.table.fields, description.compute])
