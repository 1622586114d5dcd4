import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'

/** Kinds of choices, by their names in the address. */
export const FACET_KINDS = ['set', 'status', 'scope', 'place', 'basis'] as const
export type FacetKind = (typeof FACET_KINDS)[number]

/** What is asked of the library; it stands in the address, so that it can be sent. */
export interface FactorFilters {
  search: string
  chosen: Readonly<Record<FacetKind, readonly string[]>>
  /** The factor that is open; null: none. */
  open: string | null
}

const FILTER_OF: Readonly<Record<FacetKind, string>> = {
  set: 'filter[factor_set]',
  status: 'filter[status]',
  scope: 'filter[scope]',
  place: 'filter[geography]',
  basis: 'filter[basis]',
}

/** A field that waits for its own address loses what is typed fast, and a box is seen to hesitate. */
const AT_ONCE = { replace: true, preventScrollReset: true, flushSync: true } as const

/** As the query of `GET factors` and of its facets. */
export function queryOf({ search, chosen }: FactorFilters): Record<string, string> {
  const choices = FACET_KINDS.flatMap((kind): [string, string][] =>
    chosen[kind].length === 0 ? [] : [[FILTER_OF[kind], chosen[kind].join(',')]],
  )
  return { ...(search.trim() !== '' && { search: search.trim() }), ...Object.fromEntries(choices) }
}

export function useFactorFilters() {
  const [params, setParams] = useSearchParams()
  const filters = useMemo((): FactorFilters => {
    const listOf = (kind: FacetKind): string[] => params.get(kind)?.split(',').filter(Boolean) ?? []
    return {
      search: params.get('search') ?? '',
      chosen: {
        set: listOf('set'),
        status: listOf('status'),
        scope: listOf('scope'),
        place: listOf('place'),
        basis: listOf('basis'),
      },
      open: params.get('factor'),
    }
  }, [params])
  const write = useCallback(
    (key: string, value: string | null) =>
      setParams((now) => {
        const next = new URLSearchParams(now)
        if (value === null || value === '') {
          next.delete(key)
        } else {
          next.set(key, value)
        }
        return next
      }, AT_ONCE),
    [setParams],
  )
  const toggle = (kind: FacetKind, value: string): void => {
    const { chosen } = filters
    const rest = chosen[kind].filter((one) => one !== value)
    write(kind, (rest.length === chosen[kind].length ? [...rest, value] : rest).join(','))
  }
  const clear = (): void => setParams(filters.open === null ? {} : { factor: filters.open }, AT_ONCE)
  return { filters, write, toggle, clear }
}
