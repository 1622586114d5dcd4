/** A row of the grid that is no row of the sheet: the totals at the bottom. It is shown, and never written or copied. */
export function isSummary(node: { rowPinned?: unknown } | null | undefined): boolean {
  return node?.rowPinned !== undefined && node.rowPinned !== null
}
