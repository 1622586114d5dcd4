import { sizeOf } from '#shared/testing/sizeOf.ts'

/** In the long form three files share the machine with whatever else runs on it. */
const PATIENCE_MS = sizeOf({ short: 50_000, long: 900_000 })

/** Polls until it holds, also outside of a test; fails with `what` a little before the test itself would be ended. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  timeoutMs = PATIENCE_MS,
): Promise<void> {
  const end = performance.now() + timeoutMs
  let cause: unknown
  while (!(await holds())) {
    if (performance.now() > end) {
      throw new Error(`not after ${timeoutMs} ms: ${what}`, { cause })
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }

  /** What throws does not hold yet. */
  async function holds(): Promise<boolean> {
    try {
      return await condition()
    } catch (error) {
      cause = error
      return false
    }
  }
}
