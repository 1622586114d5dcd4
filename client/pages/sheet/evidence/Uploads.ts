import type { EvidenceReply } from '#shared/api/evidence.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import type { Sending } from './sendFile.ts'

export interface Upload {
  id: number
  cell: CellRef
  file: File
  state: 'waiting' | 'sending' | 'failed'
  /** From 0 to 1. */
  progress: number
  /** Why it failed; ApiProblem when the server says so. */
  problem: Error | null
}

export interface UploadPorts {
  send: (upload: Pick<Sending, 'file' | 'field' | 'onProgress' | 'signal'>) => Promise<EvidenceReply>
  /** Writes the id of a file that is on the server into its cell. What it throws is why the file stays in the list. */
  attach: (cell: CellRef, file: EvidenceReply) => void
}

/** So many files are sent at the same time. */
const AT_ONCE = 2

/** Files on their way into cells. What fails stays in the list until it is sent again or given up: nothing is lost unseen. */
export class Uploads {
  readonly #ports: UploadPorts
  readonly #aborts = new Map<number, AbortController>()
  readonly #listeners = new Set<() => void>()
  #list: readonly Upload[] = []
  #next = 1

  constructor(ports: UploadPorts) {
    this.#ports = ports
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  list = (): readonly Upload[] => this.#list

  add(cell: CellRef, files: readonly File[]): void {
    const added = files.map((file): Upload => {
      return { id: this.#next++, cell, file, state: 'waiting', progress: 0, problem: null }
    })
    this.#set([...this.#list, ...added])
    this.#sendNext()
  }

  retry(id: number): void {
    this.#change(id, { state: 'waiting', progress: 0, problem: null })
    this.#sendNext()
  }

  /** All that did not get through because there was no connection. */
  retryUnsent(): void {
    this.#list.filter(({ problem }) => isUnreachable(problem)).forEach(({ id }) => this.retry(id))
  }

  cancel(id: number): void {
    this.#set(this.#list.filter((upload) => upload.id !== id))
    this.#aborts.get(id)?.abort()
    this.#sendNext()
  }

  /** Gives all of them up. */
  stop(): void {
    this.#set([])
    this.#aborts.forEach((abort) => abort.abort())
  }

  #sendNext(): void {
    const free = AT_ONCE - this.#list.filter(({ state }) => state === 'sending').length
    const waiting = this.#list.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free))
    waiting.forEach((upload) => void this.#send(upload))
  }

  async #send({ id, cell, file }: Upload): Promise<void> {
    const abort = new AbortController()
    this.#aborts.set(id, abort)
    this.#change(id, { state: 'sending' })
    const onProgress = (progress: number): void => this.#change(id, { progress })
    try {
      const sent = await this.#ports.send({ file, field: cell.key, onProgress, signal: abort.signal })
      if (!abort.signal.aborted) {
        this.#ports.attach(cell, sent)
        this.#set(this.#list.filter((upload) => upload.id !== id))
      }
    } catch (error) {
      this.#change(id, { state: 'failed', problem: error instanceof Error ? error : new Error(String(error)) })
    }
    this.#aborts.delete(id)
    this.#sendNext()
  }

  #change(id: number, part: Partial<Upload>): void {
    this.#set(this.#list.map((upload) => (upload.id === id ? { ...upload, ...part } : upload)))
  }

  #set(list: readonly Upload[]): void {
    this.#list = list
    this.#listeners.forEach((listener) => listener())
  }
}

/** There was no connection: it is sent again when there is one. */
export const isUnreachable = (problem: Error | null): boolean =>
  problem instanceof ApiProblem && problem.code === 'network'
