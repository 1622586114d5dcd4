import type { SheetAddress } from '#server/collaboration/ports.ts'
import type { TenantReader } from '#server/storage/database/TenantReader.ts'
import { MomentThread } from './MomentThread.ts'
import { positionsAt } from './positionsAt.ts'
import type { MomentJob } from './sheetAt.ts'

export interface SheetMoment {
  /** Since when there is a sheet; null when there is none. */
  since: string | null
  /** First state of a document that holds the sheet as it was, the letters of its base64; null: there was none then. */
  content: Uint8Array | null
}

/** What is kept, of all tenants together. */
const MAX_CACHED_BYTES = 64 << 20

/** Sheets as they were at any moment, from what their documents began with and the journal up to then. */
export class SheetMoments {
  readonly #reader: TenantReader
  readonly #thread: MomentThread
  /** By what decides the content: positions and fields. The least recently used come first. */
  readonly #cached = new Map<string, Uint8Array>()
  readonly #running = new Map<string, Promise<Uint8Array | null>>()
  #cachedBytes = 0

  constructor(reader: TenantReader, databaseUrl: string) {
    this.#reader = reader
    this.#thread = new MomentThread(databaseUrl)
  }

  /** `ordinals`: the fields that the caller may read now. `at`: ISO time. Throws `unavailable`. */
  async at(tenantId: string, sheet: SheetAddress, ordinals: readonly number[], at: string): Promise<SheetMoment> {
    const { since, documents } = await positionsAt(this.#reader, tenantId, sheet, at)
    return { since, content: documents.length === 0 ? null : await this.#content({ tenantId, documents, ordinals }) }
  }

  async stop(): Promise<void> {
    await this.#thread.stop()
    this.#cached.clear()
  }

  async #content(job: MomentJob): Promise<Uint8Array | null> {
    const positions = job.documents.map(({ documentId, generation, seq }) => `${documentId}@${generation}:${seq}`)
    const key = `${positions.join()} ${[...job.ordinals].sort((a, b) => a - b).join()}`
    const known = this.#cached.get(key)
    if (known !== undefined) {
      this.#cached.delete(key)
      this.#cached.set(key, known)
      return known
    }
    const running = this.#running.get(key) ?? this.#start(key, job)
    return running
  }

  #start(key: string, job: MomentJob): Promise<Uint8Array | null> {
    const running = this.#thread
      .run(job)
      .then((content) => {
        this.#keep(key, content)
        return content
      })
      .finally(() => this.#running.delete(key))
    this.#running.set(key, running)
    return running
  }

  #keep(key: string, content: Uint8Array | null): void {
    if (content === null || content.length > MAX_CACHED_BYTES) {
      return
    }
    this.#cached.set(key, content)
    this.#cachedBytes += content.length
    for (const [oldest, { length }] of this.#cached) {
      if (this.#cachedBytes <= MAX_CACHED_BYTES) {
        return
      }
      this.#cached.delete(oldest)
      this.#cachedBytes -= length
    }
  }
}
