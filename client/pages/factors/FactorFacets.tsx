import { Button, Checkbox } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FacetsReply, FactorBasis } from '#shared/api/factors.ts'
import { shortPublisher } from '#client/features/emissions/publication.ts'
import { num } from '#client/theme/format.ts'
import type { FacetKind, FactorFilters } from './useFactorFilters.ts'

/** So many places are enough to look at; the rest opens on request. */
const FIRST_PLACES = 6

const STATUS_WORDS = {
  published: 'statusPublished',
  draft: 'statusDraft',
  submitted: 'statusSubmitted',
  approved: 'statusApproved',
  retired: 'statusRetired',
} as const

interface Choice {
  value: string
  label: ReactNode
  count: number
}

/** Choices that narrow the library, each with how many factors it would leave. */
export function FactorFacets(props: {
  facets: FacetsReply
  chosen: FactorFilters['chosen']
  onToggle: (kind: FacetKind, value: string) => void
}) {
  const { t } = useTranslation('factors')
  const { facets, chosen } = props
  const [allPlaces, setAllPlaces] = useState(false)
  const places = facets.geographies.filter(
    ({ geography }, i) => allPlaces || i < FIRST_PLACES || chosen.place.includes(geography),
  )
  const basisWord = (basis: FactorBasis): string =>
    basis === 'gases' ? t('basisGases') : basis === 'unstated' ? t('basisUnstated') : t('basisOnly', { set: basis })
  const isSameLabel = (publisher: string, year: number): boolean =>
    facets.factor_sets.filter((set) => shortPublisher(set.publisher) === shortPublisher(publisher) && set.year === year)
      .length > 1
  const group = (kind: FacetKind, title: string, choices: readonly Choice[], more?: ReactNode) =>
    choices.length > 0 && (
      <fieldset>
        <legend>{title}</legend>
        {choices.map(({ value, label, count }) => (
          <div key={value} className="spread">
            <Checkbox
              size="xs"
              label={label}
              checked={chosen[kind].includes(value)}
              onChange={() => props.onToggle(kind, value)}
            />
            <span className="cap">{num(count)}</span>
          </div>
        ))}
        {more}
      </fieldset>
    )
  return (
    <>
      {group(
        'set',
        t('publication'),
        facets.factor_sets.map(({ id, publisher, title, edition, year, count }) => ({
          value: id,
          label: (
            <span title={`${publisher}, ${title}, ${edition}`}>
              {shortPublisher(publisher)} <span className="dim">{year}</span>
              {isSameLabel(publisher, year) && (
                <span className="cap ell fac-title" dir="auto">
                  {' '}
                  {title}
                </span>
              )}
            </span>
          ),
          count,
        })),
      )}
      {(facets.statuses.length > 1 || chosen.status.length > 0) &&
        group(
          'status',
          t('status'),
          facets.statuses.map(({ status, count }) => ({ value: status, label: t(STATUS_WORDS[status]), count })),
        )}
      {group(
        'scope',
        t('scope'),
        facets.scopes.map(({ scope, count }) => ({ value: String(scope), label: t('scopeOf', { scope }), count })),
      )}
      {group(
        'place',
        t('place'),
        places.map(({ geography, count }) => ({ value: geography, label: geography, count })),
        places.length < facets.geographies.length && (
          <Button variant="subtle" size="compact-xs" onClick={() => setAllPlaces(true)}>
            {t('allPlaces', { n: num(facets.geographies.length) })}
          </Button>
        ),
      )}
      {group(
        'basis',
        t('gwp'),
        facets.bases.map(({ basis, count }) => ({ value: basis, label: basisWord(basis), count })),
      )}
    </>
  )
}
