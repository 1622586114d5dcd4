import { hashInSteps } from '#collab/schema/contentHash.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'

/** Lets the page do something else between two steps. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/** The content hash of the sheet as it is now, made in steps of some milliseconds. */
export async function ownHash(sheet: Sheet): Promise<string> {
  const steps = hashInSteps(sheet)
  let step = steps.next()
  while (step.done !== true) {
    await pause()
    step = steps.next()
  }
  return step.value
}
