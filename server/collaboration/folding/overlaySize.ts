import type { Part } from '#collab/hocuspocus/Part.ts'

/** What lies above the base layer of a part. */
export interface OverlaySize {
  /** Everything that Yjs keeps apart, overwritten values included: they cost memory and time to open. */
  entries: number
  /** Bulk writes. */
  patches: number
  bytes: number
}

/** When a part is folded: more than this makes opening it slow. */
export const FOLD_LIMITS: OverlaySize = { entries: 10_000, patches: 64, bytes: 8 << 20 }

/** Cheap: does not look at cells. `journaled`: bytes that are known to have been written since the last fold. */
export function overlaySize({ doc, sheet }: Part, journaled: number): OverlaySize {
  let entries = -sheet.base().length
  for (const structs of doc.store.clients.values()) {
    entries += structs.length
  }
  let patched = 0
  sheet.layers.patches.forEach((patch) => {
    patched += patch.length
  })
  return { entries, patches: sheet.layers.patches.length, bytes: Math.max(patched, journaled) }
}

export const exceeds = (size: OverlaySize, limits: OverlaySize): boolean =>
  size.entries > limits.entries || size.patches > limits.patches || size.bytes > limits.bytes
