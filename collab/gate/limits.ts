/** What one message may be at most. */
export interface Limits {
  bytes: number
  structs: number
  /** Of one bulk write. */
  cells: number
}

export const LIMITS: Limits = { bytes: 4 << 20, structs: 20_000, cells: 1_000_000 }

/** For updates that passed the gate once and are read back from the journal. */
export const NO_LIMITS: Limits = { bytes: Infinity, structs: Infinity, cells: Infinity }
