/** What one message may be at most. */
export interface Limits {
  bytes: number
  structs: number
  /** Of one bulk write. */
  cells: number
  /**
   * Whether a bulk write may name a right neighbour. Yjs keeps all replicas in one order only if its author has seen both
   * neighbours side by side, which nobody can check; ours only append.
   */
  inserts: boolean
}

export const LIMITS: Limits = { bytes: 4 << 20, structs: 20_000, cells: 1_000_000, inserts: false }

/** For updates that passed the gate once and are read back from the journal. */
export const NO_LIMITS: Limits = { bytes: Infinity, structs: Infinity, cells: Infinity, inserts: true }
