import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './ApiProblem.ts'

const MOST_RETRIES = 2

/** One cache for the page. Refusals are answers and are not repeated; silence and overload are. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: true,
      networkMode: 'always',
      retry: (failures, error) => failures < MOST_RETRIES && isWorthRetrying(error),
      retryDelay: (failures) => 400 * 2 ** failures,
    },
  },
})

function isWorthRetrying(error: Error): boolean {
  return error instanceof ApiProblem && (error.code === 'network' || error.code === 'unavailable')
}
