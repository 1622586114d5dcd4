import type * as Y from 'yjs'

/**
 * Whether somebody else's value has won over this entry of a cell. While the server does not have it, its value must be
 * kept: two people wrote one cell, and both are to be told. (Yjs throws away the value of what is deleted.)
 */
export const isOutdone = ({ id, right, parentSub }: Y.Item): boolean =>
  parentSub !== null && right !== null && right.id.client !== id.client
