import type { Extension } from '@hocuspocus/server'
import { Closed } from './Closed.ts'
import type { LiveMetrics } from './LiveMetrics.ts'
import type { LiveDocumentLog } from './ports.ts'
import { reasonOf } from './writing.ts'

/** Hooks that let something pass. When one fails, nothing passes; Hocuspocus expects them to throw. */
const DECIDING = new Set([
  'onUpgrade',
  'onRequest',
  'onConnect',
  'onAuthenticate',
  'onCreateDocument',
  'onLoadDocument',
  'beforeHandleMessage',
  'beforeHandleAwareness',
  'beforeSync',
])

type Hook = (payload: never) => unknown

/**
 * An extension that can neither end the process nor be noticed by others when one of its hooks fails: Hocuspocus lets an
 * error out of some hooks (`onStateless`, `onChange`, `onAwarenessUpdate`, `beforeBroadcastStateless`, `onDisconnect`) reach
 * the event loop.
 */
export function guarded(extension: Extension, metrics: LiveMetrics, log: LiveDocumentLog): Extension {
  const hooks = Object.entries(extension).map(([name, hook]: [string, unknown]) =>
    typeof hook === 'function'
      ? [name, guard(name, (payload) => Reflect.apply(hook, extension, [payload]))]
      : [name, hook],
  )

  function guard(name: string, hook: Hook): Hook {
    return async (payload) => {
      try {
        return await hook(payload)
      } catch (error) {
        const reason = reasonOf(error)
        if (reason === null) {
          metrics.hookFailed(name)
          log.error({ err: error, hook: name }, 'a hook failed')
        }
        if (DECIDING.has(name)) {
          throw reason === null ? new Closed('load-failed') : error
        }
        return undefined
      }
    }
  }

  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same hooks under the same names
  return Object.fromEntries(hooks) as Extension
}
