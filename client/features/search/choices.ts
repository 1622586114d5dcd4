import type { SearchHit, SearchKind } from '#shared/api/search.ts'

/** What can be chosen in the list below the box. */
export type Choice =
  | { does: 'open'; hit: SearchHit }
  /** There are more of this kind. */
  | { does: 'more'; kind: SearchKind }
  /** The words again that were searched for before. */
  | { does: 'search'; text: string }

/** The head of a group. */
export type GroupName = `kind_${SearchKind}` | 'recent'

/** Everything that can be chosen, in its order: what was found by kind, or before anything is typed what was searched lately. */
export function choicesOf(shown: {
  text: string
  hits: readonly SearchHit[]
  more: readonly SearchKind[]
  recent: readonly string[]
}): Choice[] {
  const { text, hits, more, recent } = shown
  if (text === '') {
    return recent.map((one) => ({ does: 'search', text: one }))
  }
  return [...Map.groupBy(uniqueHits(hits), ({ kind }) => kind)].flatMap(([kind, own]): Choice[] => [
    ...own.map((hit): Choice => ({ does: 'open', hit })),
    ...(more.includes(kind) ? [{ does: 'more', kind } as const] : []),
  ])
}

/** The choices under their heads, each with its place in the whole list. */
export function groupsOf(choices: readonly Choice[]): { name: GroupName; choices: [number, Choice][] }[] {
  const placed = choices.map((choice, index): [number, Choice] => [index, choice])
  return Array.from(
    Map.groupBy(placed, ([, choice]) => groupOf(choice)),
    ([name, own]) => ({ name, choices: own }),
  )
}

function groupOf(choice: Choice): GroupName {
  return choice.does === 'search' ? 'recent' : `kind_${choice.does === 'open' ? choice.hit.kind : choice.kind}`
}

/** A row that was changed while pages of it were read may be in two of them. */
const uniqueHits = (hits: readonly SearchHit[]): SearchHit[] => [
  ...new Map(hits.map((hit) => [`${hit.kind} ${hit.where?.cycle.id ?? ''} ${hit.id}`, hit])).values(),
]
