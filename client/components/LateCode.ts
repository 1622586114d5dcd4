import { useSyncExternalStore } from 'react'

interface Fetched<T> {
  code: T | null
  /** Why it could not be fetched. */
  failure: { reason: unknown } | null
}

const NOTHING = { code: null, failure: null }

/** Code that is fetched when it is first needed, once. */
export class LateCode<T> {
  readonly #fetch: () => Promise<T>
  readonly #listeners = new Set<() => void>()
  #fetched: Fetched<T> = NOTHING
  #isFetching = false

  constructor(fetch: () => Promise<T>) {
    this.#fetch = fetch
  }

  /** Can be asked for before it is needed. */
  begin(): void {
    if (!this.#isFetching && this.#fetched.code === null) {
      this.#isFetching = true
      void this.#fetch().then(
        (code) => this.#end({ code, failure: null }),
        (reason: unknown) => this.#end({ code: null, failure: { reason } }),
      )
    }
  }

  readonly current = (): Fetched<T> => this.#fetched

  /** When nobody waits for it any more, a failure is forgotten: whoever comes next asks again. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0 && this.#fetched.failure !== null) {
        this.#fetched = NOTHING
      }
    }
  }

  #end(fetched: Fetched<T>): void {
    this.#isFetching = false
    this.#fetched = fetched
    this.#listeners.forEach((listener) => listener())
  }
}

/** Null until it is there. Throws, for the page around it, when it cannot be fetched. */
export function useLateCode<T>(late: LateCode<T>): T | null {
  const { code, failure } = useSyncExternalStore(late.subscribe, late.current)
  if (failure !== null) {
    throw failure.reason
  }
  late.begin()
  return code
}
