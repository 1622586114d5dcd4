import { Button, Drawer, Skeleton, TextInput } from '@mantine/core'
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks'
import { IconFilter, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { EmptyState } from '#client/components/EmptyState.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { usePageTitle } from '#client/components/usePageTitle.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { num } from '#client/theme/format.ts'
import { useMayInTenant } from '#client/permissions/ability.tsx'
import { CustomFactorForm } from './custom/CustomFactorForm.tsx'
import { FactorDetail } from './FactorDetail.tsx'
import { FactorFacets } from './FactorFacets.tsx'
import { factorDetailQuery, facetsQuery, factorsQuery } from './factorQueries.ts'
import { FactorTable } from './FactorTable.tsx'
import { OffersDialog } from './offers/OffersDialog.tsx'
import { FACET_KINDS, queryOf, useFactorFilters } from './useFactorFilters.ts'
import './factors.css'

const TYPING_PAUSE_MS = 250
/** Choices and details lie over the list where there is no room beside it. */
const NARROW = '(max-width: 1080px)'
const MOST_SEARCHED = 200

/** The library of published factors: search, choices, details. What is asked for stays in the address. */
export function FactorsPage() {
  const { t } = useTranslation('factors')
  usePageTitle(t('title'))
  const { cycle } = usePlace()
  const { filters, write, toggle, clear } = useFactorFilters()
  const [settled] = useDebouncedValue(filters.search, TYPING_PAUSE_MS)
  const query = queryOf({ ...filters, search: settled })
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false })
  const [choosing, setChoosing] = useState(false)
  const [adding, setAdding] = useState(false)
  const [looking, setLooking] = useState(false)
  const mayAdd = useMayInTenant('create', 'CustomFactor')
  const list = useInfiniteQuery(factorsQuery(query, cycle))
  const facets = useQuery(facetsQuery(query))
  const detail = useQuery({ ...factorDetailQuery(filters.open ?? '', cycle), enabled: filters.open !== null })
  const factors = list.data?.pages.flatMap((page) => page.data) ?? []
  const isNarrowed = filters.search !== '' || FACET_KINDS.some((kind) => filters.chosen[kind].length > 0)
  const open = (id: string | null): void => write('factor', id)
  const close = (): void => write('factor', null)
  const choices = facets.data !== undefined && (
    <FactorFacets facets={facets.data} chosen={filters.chosen} onToggle={toggle} />
  )
  const opened =
    filters.open === null ? (
      <p className="cap fac-nothing">{t('choose')}</p>
    ) : detail.error !== null ? (
      <LoadFailure error={detail.error} onRetry={() => void detail.refetch()} />
    ) : detail.data === undefined ? (
      <Skeleton height={220} />
    ) : (
      <FactorDetail factor={detail.data} gwpSet={cycle?.gwp_set ?? 'AR6'} onOpen={open} />
    )
  return (
    <div className="fac">
      {!isNarrow && (
        <div className="fac-facets" role="region" aria-label={t('choices')} tabIndex={0}>
          {choices}
        </div>
      )}
      <div className="fac-list">
        <div className="page-head">
          <h1>{t('title')}</h1>
          <div className="actions">
            {isNarrowed && (
              <Button variant="subtle" onClick={clear}>
                {t('clear')}
              </Button>
            )}
            {isNarrow && (
              <Button
                variant="default"
                leftSection={<IconFilter size={15} stroke={1.7} />}
                onClick={() => setChoosing(true)}
              >
                {t('choices')}
              </Button>
            )}
            {cycle !== null && cycle.status !== 'locked' && (
              <Button variant="default" onClick={() => setLooking(true)}>
                {t('offers')}
              </Button>
            )}
            <Button variant="default" component={Link} to="/factors/sets">
              {t('sets')}
            </Button>
            {mayAdd && <Button onClick={() => setAdding(true)}>{t('add')}</Button>}
          </div>
        </div>
        <TextInput
          type="search"
          value={filters.search}
          maxLength={MOST_SEARCHED}
          onChange={(event) => write('search', event.currentTarget.value)}
          placeholder={t('placeholder')}
          aria-label={t('search')}
          leftSection={<IconSearch size={15} stroke={1.7} />}
          rightSectionWidth={130}
          rightSection={
            <span className="cap" role="status">
              {facets.data !== undefined && t('found', { found: num(facets.data.found), all: num(facets.data.all) })}
            </span>
          }
        />
        {list.error !== null && <LoadFailure error={list.error} onRetry={() => void list.refetch()} />}
        {list.data !== undefined && factors.length === 0 && (
          <EmptyState
            title={filters.search === '' ? t('nothing') : t('nothingTitle', { search: filters.search })}
            actions={
              <Button variant="default" onClick={clear}>
                {t('clear')}
              </Button>
            }
          >
            {t('nothingText')}
          </EmptyState>
        )}
        {list.isPending && <Skeleton height={320} />}
        {factors.length > 0 && (
          <div className="fac-scroll" role="region" aria-label={t('title')} tabIndex={0}>
            <FactorTable factors={factors} open={filters.open} onOpen={open} />
            {list.hasNextPage && (
              <div className="fac-more">
                <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  {t('more')}
                </Button>
              </div>
            )}
          </div>
        )}
      </div>
      {isNarrow ? (
        <Drawer
          opened={filters.open !== null}
          onClose={close}
          position="right"
          size="md"
          title={t('factor')}
          closeButtonProps={{ 'aria-label': t('close') }}
        >
          <div className="fac-detail">{opened}</div>
        </Drawer>
      ) : (
        <aside className="fac-detail fac-beside" aria-label={t('factor')} tabIndex={0}>
          {opened}
        </aside>
      )}
      {looking && cycle !== null && <OffersDialog cycle={cycle} onClose={() => setLooking(false)} />}
      {adding && <CustomFactorForm factor={null} onClose={() => setAdding(false)} onSaved={open} />}
      <Drawer
        opened={isNarrow && choosing}
        onClose={() => setChoosing(false)}
        size="xs"
        title={t('choices')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <div className="fac-facets">{choices}</div>
      </Drawer>
    </div>
  )
}
