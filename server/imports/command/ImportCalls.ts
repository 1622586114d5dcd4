import { setTimeout } from 'node:timers/promises'
import { type ImportRecipe, ImportReply, type ImportRowReply, ImportRowsReply } from '#shared/api/imports.ts'
import { MAX_LIMIT } from '#shared/api/pagination.ts'
import type { ApiCalls } from './ApiCalls.ts'

const WORKING: ReadonlySet<ImportReply['state']> = new Set(['reading', 'previewing', 'committing', 'reverting'])

/** The steps of an import over the API; each returns when nothing works on it any more. */
export class ImportCalls {
  readonly #api: ApiCalls
  readonly #pollMs: number
  readonly #onWorking: (found: ImportReply) => void

  /** `pollMs`: how often is asked how far a step is. `onWorking` hears each answer until it is done. */
  constructor(api: ApiCalls, { pollMs, onWorking }: { pollMs: number; onWorking?: (found: ImportReply) => void }) {
    this.#api = api
    this.#pollMs = pollMs
    this.#onWorking = onWorking ?? (() => {})
  }

  async bring(file: Blob, { name, tableId, cycleId }: { name: string; tableId: string; cycleId: string }) {
    const query = new URLSearchParams({ cycle_id: cycleId, name })
    return this.#settled(
      await this.#api.call(ImportReply, 'POST', `/tables/${tableId}/imports?${query.toString()}`, { file }),
    )
  }

  /** Says how it is to be read, which undoes a preview. */
  say({ id }: ImportReply, recipe: ImportRecipe): Promise<ImportReply> {
    return this.#api.call(ImportReply, 'PATCH', `/imports/${id}`, { json: { recipe } })
  }

  async preview({ id }: ImportReply): Promise<ImportReply> {
    return this.#settled(await this.#api.call(ImportReply, 'POST', `/imports/${id}/preview`))
  }

  /** Writes what its preview promised. */
  async commit({ id, counts }: ImportReply): Promise<ImportReply> {
    const json = { added: counts?.added ?? 0, changed: counts?.changed ?? 0 }
    return this.#settled(await this.#api.call(ImportReply, 'POST', `/imports/${id}/commit`, { json }))
  }

  /** Gives it up, as long as nothing is written. */
  async giveUp({ id }: ImportReply): Promise<ImportReply> {
    return this.#settled(await this.#api.call(ImportReply, 'POST', `/imports/${id}/cancel`))
  }

  /** Rows that were rejected, at most so many of the first. */
  async rejected({ id }: ImportReply, most: number): Promise<ImportRowReply[]> {
    const query = new URLSearchParams({ state: 'rejected', limit: String(Math.min(most, MAX_LIMIT)) })
    return (await this.#api.call(ImportRowsReply, 'GET', `/imports/${id}/rows?${query.toString()}`)).data
  }

  async #settled(begun: ImportReply): Promise<ImportReply> {
    let found = begun
    while (WORKING.has(found.state)) {
      this.#onWorking(found)
      await setTimeout(this.#pollMs)
      found = await this.#api.call(ImportReply, 'GET', `/imports/${begun.id}`)
    }
    return found
  }
}
