import type { Policy } from '#collab/gate/decide.ts'

/** Everybody may write everything. */
export const OPEN: Policy<null> = {
  field: () => ({ reason: null, list: true, maxText: 10_000 }),
  canWrite: () => true,
  hasRows: () => true,
}
