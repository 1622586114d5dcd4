import type { Field } from '#shared/fields/field.ts'
import type { PastedBlock } from './PastedBlock.ts'

/** A block without the titles above it, and where they say that its first column goes. */
export interface BelowTitles {
  block: PastedBlock
  /** Among the columns on display. */
  firstColumn: number
}

/**
 * A block that was copied with the titles of our columns above it, as of a filled template or an export: the titles are no
 * row, and say where the block goes. Null: its first row is none of titles, or names columns that do not stand side by side
 * in this order. One title alone is taken for a value.
 */
export function belowTitles({ texts, exact, ids }: PastedBlock, columns: readonly Field[]): BelowTitles | null {
  const [titles = []] = texts
  const [first = ''] = titles
  const start = columns.findIndex((field) => isTitle(first, field))
  const isTitled =
    texts.length > 1 &&
    titles.length > 1 &&
    start !== -1 &&
    titles.every((title, at) => columns[start + at] !== undefined && isTitle(title, columns[start + at]!))
  return isTitled
    ? {
        block: { texts: texts.slice(1), exact: exact.slice(1), ...(ids !== undefined && { ids: ids.slice(1) }) },
        firstColumn: start,
      }
    : null
}

/** As exports and templates write it, or the key or the name alone. */
function isTitle(text: string, { key, name, unit }: Field): boolean {
  const title = text.trim()
  return title === key || title === name || (unit !== null && title === `${name} (${unit})`)
}
