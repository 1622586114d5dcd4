import { usePageTitle } from '#client/components/usePageTitle.ts'
import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { FactorReply } from '#shared/api/factors.ts'
import type { Page } from '#shared/api/pagination.ts'
import { api } from '#client/api/apiClient.ts'
import { EmptyState } from '#client/components/EmptyState.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { FactorTable } from './FactorTable.tsx'
import './factors.css'

const TYPING_PAUSE_MS = 250

/** The published factors, to search and read. The words searched for stay in the address. */
export function FactorsPage() {
  const { t } = useTranslation('factors')
  usePageTitle(t('title'))
  const [params, setParams] = useSearchParams()
  const text = params.get('search') ?? ''
  const [search] = useDebouncedValue(text.trim(), TYPING_PAUSE_MS)
  const factors = useInfiniteQuery({
    queryKey: ['factors', search],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<FactorReply>>('factors', {
        query: { search: search === '' ? null : search, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (previous) => previous,
  })
  const rows = factors.data?.pages.flatMap((page) => page.data) ?? []
  const setText = (value: string): void => setParams(value === '' ? {} : { search: value }, { replace: true })
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <span className="cap" role="status">
          {factors.data !== undefined && t('shown', { count: rows.length })}
        </span>
      </div>
      <TextInput
        type="search"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        placeholder={t('placeholder')}
        aria-label={t('search')}
        leftSection={<IconSearch size={15} stroke={1.7} />}
        mb={12}
      />
      {factors.error !== null && <LoadFailure error={factors.error} onRetry={() => void factors.refetch()} />}
      {factors.data !== undefined && rows.length === 0 && (
        <EmptyState
          title={t('nothingTitle', { search })}
          actions={
            <Button variant="default" onClick={() => setText('')}>
              {t('clear')}
            </Button>
          }
        >
          {t('nothingText')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <Panel pad={false}>
          <div className="scroll-x" role="region" aria-label={t('title')} tabIndex={0}>
            <FactorTable factors={rows} />
          </div>
        </Panel>
      )}
      {factors.hasNextPage && (
        <div className="fac-more">
          <Button variant="default" loading={factors.isFetchingNextPage} onClick={() => void factors.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
    </div>
  )
}
