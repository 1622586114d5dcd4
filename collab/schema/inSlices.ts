/** So long a page may be held up at a time, in milliseconds. */
const SLICE_MS = 8

/** And so long others get in between when nobody waits. */
const REST_MS = 4

/**
 * Takes all steps, and lets others do something every few milliseconds: keys, frames and messages that are due when somebody
 * waits for the result, and more than that when it is done in the background.
 */
export async function inSlices<T>(
  steps: Generator<void, T>,
  urgency: 'waited-for' | 'background' = 'background',
): Promise<T> {
  let pauseAt = performance.now() + SLICE_MS
  for (;;) {
    const step = steps.next()
    if (step.done === true) {
      return step.value
    }
    if (performance.now() > pauseAt) {
      await (urgency === 'waited-for' ? nextTask() : new Promise((resolve) => setTimeout(resolve, REST_MS)))
      pauseAt = performance.now() + SLICE_MS
    }
  }
}

/** Takes all steps in one go. */
export function atOnce<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done === true) {
      return step.value
    }
  }
}

/** Behind what is due now. A timer would wait for four milliseconds or more. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener(
      'message',
      () => {
        port1.close()
        resolve()
      },
      { once: true },
    )
    port1.start()
    port2.postMessage(null)
  })
}
