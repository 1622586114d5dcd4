import { appendFileSync } from 'node:fs'
import { inject } from 'vitest'

const noted = new Set<string>()

/** Writes down that a request of this route was taken and answered as documented. */
export function noteExercised(route: string): void {
  if (!noted.has(route)) {
    noted.add(route)
    appendFileSync(inject('exercisedRoutesFile'), `${route}\n`)
  }
}
