import { vi } from 'vitest'

/** Only ends what will never come: how long a machine takes for it is no matter of a test. */
const PATIENCE_MS = 120_000

/** Waits until a check no longer throws. */
export const until = (check: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: PATIENCE_MS, interval: 20 })
