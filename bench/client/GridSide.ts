/** What both grids are asked to do. Milliseconds from the key, the call or the message until it is painted. */
export interface GridSide {
  open(): Promise<{ ms: number; heapMb: number }>
  scroll(): Promise<{ p50: number; p95: number; blank: number }>
  arrow(): Promise<number>
  /** A typed character until an editor has it. */
  type(): Promise<number>
  /** Enter until the new value is painted. */
  edit(): Promise<number>
  /** Somebody else changed one cell. */
  remoteCell(): Promise<number>
  /** Somebody else changed 10,000 rows x 10 columns. */
  remoteBlock(): Promise<number>
  /** 5,000 x 8 cells; and taken back. */
  paste(): Promise<{ ms: number; undoMs: number }>
  /** Two columns of all rows. */
  clear(): Promise<number>
  /** All cells. */
  copy(): Promise<number>
  /** By a column of texts or of numbers. */
  sort(by: 'texts' | 'numbers'): Promise<number>
  /** The numbers from 5,000 on. */
  filter(): Promise<number>
  close(): Promise<void>
}
