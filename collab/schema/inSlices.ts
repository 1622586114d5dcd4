/** So long a page or a server may be held up at a time, in milliseconds. */
const SLICE_MS = 8

/** And so long others get in between. */
const REST_MS = 4

/** Takes all steps, and lets others do something every few milliseconds. */
export async function inSlices<T>(steps: Generator<void, T>): Promise<T> {
  let pauseAt = performance.now() + SLICE_MS
  for (;;) {
    const step = steps.next()
    if (step.done === true) {
      return step.value
    }
    if (performance.now() > pauseAt) {
      await new Promise((resolve) => setTimeout(resolve, REST_MS))
      pauseAt = performance.now() + SLICE_MS
    }
  }
}
