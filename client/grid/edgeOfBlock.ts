interface Position {
  r: number
  c: number
}

/** The cells that are looked at. */
export interface Block {
  end: Position
  isEmpty: (r: number, c: number) => boolean
  /** Whether the row heads a group: it is passed over. */
  isHead: (r: number) => boolean
}

/** Where Ctrl+arrow ends: the last filled cell of a block, or the next filled cell behind a gap. */
export function edgeOfBlock(from: Position, dr: number, dc: number, { end, isEmpty, isHead }: Block): Position {
  const isInside = ({ r, c }: Position): boolean => r >= 0 && c >= 0 && r <= end.r && c <= end.c
  const after = ({ r, c }: Position): Position => {
    let row = r + dr
    while (dr !== 0 && row >= 0 && row <= end.r && isHead(row)) {
      row += dr
    }
    return { r: row, c: c + dc }
  }
  let at = from
  let next = after(at)
  if (!isInside(next)) {
    return from
  }
  const throughGap = isEmpty(at.r, at.c) || isEmpty(next.r, next.c)
  do {
    at = next
    next = after(at)
  } while (isInside(next) && (throughGap ? isEmpty(at.r, at.c) : !isEmpty(next.r, next.c)))
  return at
}
