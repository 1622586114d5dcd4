import type { Field } from '#shared/fields/field.ts'
import type { Targets } from '#shared/fields/target.ts'
import type { PastedBlock } from './PastedBlock.ts'

/** A text, or an id, that goes into a cell that points at something. */
export interface Named {
  targets: Targets
  text: string
}

/** Goes on at once when it is known what all of these texts name; else as soon as it is, or after a while without knowing. */
export function whenKnown(named: readonly Named[], goOn: () => void): void {
  const loads = Array.from(
    Map.groupBy(named, ({ targets }) => targets),
    ([targets, all]) => targets.load([...new Set(all.map(({ text }) => text.trim()))].filter((text) => text !== '')),
  ).filter((load) => load !== null)
  if (loads.length === 0) {
    goOn()
  } else {
    void Promise.all(loads).then(goOn)
  }
}

/** What a block may name in the columns that it is pasted into. Complexity: the cells of columns that point at something. */
export function namedIn({ texts, ids }: PastedBlock, columns: readonly (Field | null)[]): Named[] {
  const width = texts[0]?.length ?? 0
  return columns.flatMap((field, c) => {
    const targets = field?.targets
    return targets === undefined
      ? []
      : texts.flatMap((row, r) =>
          [row[c % width], ids?.[r]?.[c % width]].flatMap((text) => (text ? [{ targets, text }] : [])),
        )
  })
}
