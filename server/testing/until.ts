import { expect } from 'vitest'

/** Polls until it holds; fails with `what` when that takes too long. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  timeoutMs = 15_000,
): Promise<void> {
  await expect.poll(condition, { timeout: timeoutMs, interval: 5, message: what }).toBe(true)
}
