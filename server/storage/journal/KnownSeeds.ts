import type { DocumentKey } from '#collab/hocuspocus/Journal.ts'

interface KnownSeed {
  sha256: Uint8Array
  bytes: Uint8Array
}

/** So long somebody may take to open what was just folded here. */
const KEPT_MS = 30_000

/** Seeds that this server has in memory because it made them: they are large, and need not be read again in that moment. */
export class KnownSeeds {
  readonly #seeds = new Map<string, KnownSeed>()

  keep(key: Omit<DocumentKey, 'tenantId'>, seed: KnownSeed): void {
    const name = nameOf(key)
    this.#seeds.set(name, seed)
    setTimeout(() => {
      if (this.#seeds.get(name) === seed) {
        this.#seeds.delete(name)
      }
    }, KEPT_MS).unref()
  }

  of(key: Omit<DocumentKey, 'tenantId'>): KnownSeed | undefined {
    return this.#seeds.get(nameOf(key))
  }
}

const nameOf = ({ documentId, generation }: Omit<DocumentKey, 'tenantId'>): string => `${documentId}@${generation}`
