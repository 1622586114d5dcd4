import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '#client/api/ApiProblem.ts'

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

/** What a dialog sends, and what of the page is asked for anew when it was taken. */
export interface Sending<Reply> {
  send: () => Promise<Reply>
  refresh: (queries: QueryClient) => Promise<void>
  onDone: (reply: Reply) => void
}

/** Sends a change; when it was taken, everything that shows it is fresh before `onDone`. */
export function useChange<Reply>({ send, refresh, onDone }: Sending<Reply>): Change {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: send,
    async onSuccess(reply) {
      await refresh(queries)
      onDone(reply)
    },
  })
  const { error } = change
  const details = error instanceof ApiProblem ? error.details : []
  const isBelow = (path: string, place: string): boolean =>
    path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`)
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
        return [error instanceof ApiProblem && error.code !== 'network' ? error.message : t('changeFailed')]
      }
      return details.filter(({ path }) => !shown.some((place) => isBelow(path, place))).map(({ message }) => message)
    },
    reset: () => change.reset(),
    refusedAt: change.isError ? change.submittedAt : 0,
  }
}
