import { type Extension, Hocuspocus } from '@hocuspocus/server'
import { guarded } from './guarded.ts'
import type { LiveMetrics } from './LiveMetrics.ts'
import type { LiveDocumentLog } from './ports.ts'

const NEVER_STORED = 2 ** 31 - 1

/** Hocuspocus with these extensions, none of which can end the process, and without a life of its own. */
export function newHocuspocus(
  extensions: readonly Extension[],
  { metrics, log }: { metrics: LiveMetrics; log: LiveDocumentLog },
): Hocuspocus {
  return new Hocuspocus({
    quiet: true,
    flushDelay: 0,
    flushMaxBytes: 32 << 10, // its merge is quadratic
    debounce: NEVER_STORED, // the journal has everything already
    maxDebounce: NEVER_STORED,
    extensions: extensions.map((extension) => guarded(extension, metrics, log)),
  })
}
