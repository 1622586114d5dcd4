import type { TargetReply } from '#shared/api/targets.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { Target } from '#shared/fields/target.ts'

/** Where the things are that the cells of a field can point at, as one person may know of them. */
export interface TargetSource {
  /** The best matches for these words, in lower case; the first ones without any. Null: their names are hidden. */
  search(words: readonly string[], limit: number): Promise<TargetReply[] | null>
  /** What these values of cells point at; a value that is missing from the answer is unknown. */
  lookup(values: readonly string[]): Promise<Map<string, Target>>
}

/** A thing with the name that it is found by. */
export interface NamedThing {
  id: string
  label: string
  factor?: EmissionFactor | undefined
}

/**
 * Values that are names: of one thing it is `named`, of several it says so. `keyOf` makes names that mean the same equal.
 */
export function byName(
  values: readonly string[],
  things: readonly NamedThing[],
  keysOf: (thing: NamedThing) => readonly string[],
  keyOf: (value: string) => string,
): Map<string, Target> {
  const known = new Map<string, NamedThing[]>()
  for (const thing of things) {
    for (const key of new Set(keysOf(thing))) {
      known.set(key, [...(known.get(key) ?? []), thing])
    }
  }
  const found = new Map<string, Target>()
  for (const value of values) {
    const [thing, ...others] = known.get(keyOf(value)) ?? []
    if (thing !== undefined) {
      const isOne = others.length === 0
      found.set(value, isOne ? { state: 'named', ...thing } : { state: 'several', id: null, label: null })
    }
  }
  return found
}
