import { isGroupId } from '../groups/groupId.ts'

type Node = { id?: string | undefined; rowPinned?: unknown } | null | undefined

/** A row of the grid that is no row of the sheet: totals, or the head of a group. It is shown, never written or copied. */
export const isSummary = (node: Node): boolean => isTotals(node) || isGroupId(node?.id)

/** The totals at the bottom. */
export const isTotals = (node: Node): boolean => node?.rowPinned !== undefined && node.rowPinned !== null
