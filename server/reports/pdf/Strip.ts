/**
 * A piece of a report that never breaks over pages. All of them are measured before the first is drawn, so that every page knows
 * how many there are, and pages can leave while the next is drawn.
 */
export interface Strip {
  /** In points. */
  height: number
  /** It stands on the page of the strip after it, as a title does. */
  keepsWithNext: boolean
  /** Draws it below this height of the page, with its place in the structure that readers of the document hear. */
  draw: (top: number) => void
  /** What stands above it again where a page begins with it: the head of a table. */
  head: Head | null
}

/** Drawn for the eye only: who hears the document has heard it. */
export interface Head {
  height: number
  draw: (top: number) => void
}

/** A strip as it stands on a page. */
export interface Placed {
  top: number
  draw: (top: number) => void
}

/**
 * Strips on pages of this height in points. One that is higher than a page stands alone on one; what makes strips takes care that
 * there is none. Takes time in proportion to their number.
 */
export function paginate(strips: readonly Strip[], { top, bottom }: { top: number; bottom: number }): Placed[][] {
  const pages: Placed[][] = [[]]
  let y = top
  for (let first = 0; first < strips.length;) {
    const group = groupAt(strips, first)
    first += group.length
    const height = group.reduce((sum, strip) => sum + strip.height, 0)
    const isFresh = y === top
    if (!isFresh && y + height > bottom) {
      pages.push([])
      y = top
      const head = group[0]?.head ?? null
      if (head !== null) {
        pages.at(-1)?.push({ top: y, draw: head.draw })
        y += head.height
      }
    }
    for (const { height: own, draw } of group) {
      pages.at(-1)?.push({ top: y, draw })
      y += own
    }
  }
  return pages
}

/** What is on one page together: strips that keep with the next, and that. */
function groupAt(strips: readonly Strip[], first: number): Strip[] {
  const end = strips.findIndex((strip, index) => index >= first && !strip.keepsWithNext)
  return strips.slice(first, end === -1 ? strips.length : end + 1)
}
