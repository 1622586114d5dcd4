import { Counter, Gauge, Registry } from 'prom-client'
import type { CollaborationCounts, CollaborationMetrics } from '../collaboration/collaboration.ts'

/** What operators watch, in the text format of Prometheus. Names and labels only: never who, where or what. */
export class Metrics implements CollaborationMetrics {
  readonly #registry = new Registry()
  readonly #refusals = this.#counter('refusals', 'Writes, documents and sockets that were refused', 'reason')
  readonly #hookFailures = this.#counter('hook_failures', 'Faults of ours while a message was handled', 'hook')
  readonly #mismatches = this.#counter('digest_mismatches', 'Equal positions with other content', 'from')
  readonly #snapshots = this.#counter('damaged_snapshots', 'Snapshots that did not match their hash')
  readonly #rejections = this.#counter('unhandled_rejections', 'Failures that nothing in the program has handled')
  #count: (() => CollaborationCounts) | null = null

  constructor() {
    this.#total('journal_batches', 'Statements that wrote to the journal', ({ batches }) => batches)
    this.#total('journal_updates', 'Updates written to the journal', ({ updates }) => updates)
    this.#read('open_documents', 'Live documents in memory', ({ documents }) => documents)
    this.#read('open_connections', 'People and programs on live documents', ({ connections }) => connections)
    this.#read('open_sockets', 'WebSockets of live documents', ({ sockets }) => sockets)
  }

  /** Where the numbers come from that are read when somebody asks. */
  watch(count: () => CollaborationCounts): void {
    this.#count = count
  }

  refused(reason: string, count: number): void {
    this.#refusals.inc({ reason }, count)
  }

  hookFailed(hook: string): void {
    this.#hookFailures.inc({ hook })
  }

  hashDiffers(from: 'client' | 'server'): void {
    this.#mismatches.inc({ from })
  }

  snapshotDamaged(): void {
    this.#snapshots.inc()
  }

  rejectionUnhandled(): void {
    this.#rejections.inc()
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  text(): Promise<string> {
    return this.#registry.metrics()
  }

  #counter(name: string, help: string, ...labelNames: string[]): Counter {
    return new Counter({ name: `carbonsheet_${name}_total`, help, labelNames, registers: [this.#registry] })
  }

  /** Counted elsewhere. */
  #total(name: string, help: string, value: (counts: CollaborationCounts) => number): void {
    const counts = (): CollaborationCounts | undefined => this.#count?.()
    new Counter({
      name: `carbonsheet_${name}_total`,
      help,
      registers: [this.#registry],
      collect() {
        const now = counts()
        this.reset()
        this.inc(now === undefined ? 0 : value(now))
      },
    })
  }

  #read(name: string, help: string, value: (counts: CollaborationCounts) => number): void {
    const counts = (): CollaborationCounts | undefined => this.#count?.()
    new Gauge({
      name: `carbonsheet_${name}`,
      help,
      registers: [this.#registry],
      collect() {
        const now = counts()
        this.set(now === undefined ? 0 : value(now))
      },
    })
  }
}
