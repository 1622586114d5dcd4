import { atOnce } from '#collab/schema/inSlices.ts'
import { PlainTexts } from './PlainTexts.ts'
import { mergeInSteps, sortInSteps } from './sortInSteps.ts'

type Compare = (a: number, b: number) => number

/** The places of many texts among each other, by the rules of one language. */
interface Ranking {
  /** How many of the texts it knows: a dictionary only grows. */
  count: number
  /** Positions of the texts in their order. */
  order: readonly number[]
  /** By position: those that compare as equal share one. */
  ranks: Float64Array
}

/** By dictionary and collator, as long as both are there. */
const known = new WeakMap<readonly string[], WeakMap<Intl.Collator, Ranking>>()

const PER_STEP = 2000

/** By position in a dictionary that only grows: the place of the text in the order of the language. Ranked only once. */
export const textRanks = (texts: readonly string[], collator: Intl.Collator): Float64Array =>
  atOnce(prepareRanks(texts, collator))

/** The same in steps of about a millisecond. */
export function* prepareRanks(texts: readonly string[], collator: Intl.Collator): Generator<void, Float64Array> {
  yield
  const before = known.get(texts)?.get(collator)
  if (before?.count === texts.length) {
    return before.ranks
  }
  const ranking = yield* rank([...texts], collator, before?.order ?? [])
  const byCollator = known.get(texts) ?? new WeakMap<Intl.Collator, Ranking>()
  known.set(texts, byCollator.set(collator, ranking))
  return ranking.ranks
}

function* rank(texts: readonly string[], collator: Intl.Collator, before: readonly number[]): Generator<void, Ranking> {
  const plain = new PlainTexts(texts, collator)
  yield* plain.read()
  const byRules: Compare = (a, b) => collator.compare(texts[a]!, texts[b]!)
  const isApart = (a: number, b: number): boolean => plain.has(a) && plain.has(b) && !plain.isAlike(a, b)
  const order = before.length === 0 ? yield* orderOf(texts, plain, byRules) : yield* withMore(before, texts, byRules)
  const ranks = new Float64Array(texts.length)
  let place = 0
  for (const [i, position] of order.entries()) {
    const last = order[i - 1]
    place += last !== undefined && (isApart(last, position) || byRules(last, position) !== 0) ? 1 : 0
    ranks[position] = place
    if (i % PER_STEP === 0) {
      yield
    }
  }
  return { count: texts.length, order, ranks }
}

/** Plain texts by themselves; the rules of the language order the others, and put both together. */
function* orderOf(texts: readonly string[], plain: PlainTexts, byRules: Compare): Generator<void, number[]> {
  const byKind = Map.groupBy(texts.keys(), (position) => plain.has(position))
  const ordered = yield* plain.order(byKind.get(true) ?? [])
  sortAlike(ordered, plain, byRules)
  const others = yield* sortInSteps(byKind.get(false) ?? [], byRules)
  return yield* mergeInSteps(ordered, others, byRules)
}

/** Texts that came since stand behind the others in the dictionary. */
function* withMore(before: readonly number[], texts: readonly string[], byRules: Compare): Generator<void, number[]> {
  const more = Array.from({ length: texts.length - before.length }, (_, i) => before.length + i)
  return yield* mergeInSteps(before, yield* sortInSteps(more, byRules), byRules)
}

/** Texts that differ in case only stand in the order of the language, too. */
function sortAlike(order: number[], plain: PlainTexts, byRules: Compare): void {
  for (let start = 0, i = 1; i <= order.length; i++) {
    if (i < order.length && plain.isAlike(order[start]!, order[i]!)) {
      continue
    }
    if (i - start > 1) {
      const sorted = order.slice(start, i).sort(byRules)
      sorted.forEach((position, at) => (order[start + at] = position))
    }
    start = i
  }
}
