import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { refreshInstruments } from './instrumentQueries.ts'
import { useInstrumentWords } from './words/useInstrumentWords.ts'

/** A change that is sent. */
export interface Change {
  send: () => void
  isPending: boolean
  /** What is wrong below a path of the body. */
  wrong: (path: string) => string | undefined
  /** Everything that was refused elsewhere than at `shown`, in sentences; empty when nothing was. */
  others: (shown: readonly string[]) => string[]
  reset: () => void
  /** When what was refused was sent, in milliseconds; 0 when nothing is. */
  refusedAt: number
}

/** Sends a change of instruments; when it was taken, everything that shows them is fresh before `onDone`. */
export function useChange<Reply>(send: () => Promise<Reply>, onDone: (reply: Reply) => void): Change {
  const t = useInstrumentWords()
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: send,
    async onSuccess(reply) {
      await refreshInstruments(queries)
      onDone(reply)
    },
  })
  const { error } = change
  const details = error instanceof ApiProblem ? error.details : []
  const isBelow = (path: string, place: string): boolean => path === place || path.startsWith(`${place}.`)
  return {
    send: () => change.mutate(),
    isPending: change.isPending,
    wrong: (place) =>
      details
        .filter(({ path }) => isBelow(path, place))
        .map(({ message }) => message)
        .join(' ') || undefined,
    others: (shown) => {
      if (error !== null && details.length === 0) {
        return [error instanceof ApiProblem && error.code !== 'network' ? error.message : t('failed')]
      }
      return details.filter(({ path }) => !shown.some((place) => isBelow(path, place))).map(({ message }) => message)
    },
    reset: () => change.reset(),
    refusedAt: change.isError ? change.submittedAt : 0,
  }
}
