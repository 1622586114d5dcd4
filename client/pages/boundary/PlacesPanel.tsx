import { ActionIcon, VisuallyHidden } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SitePlacesReply } from '#shared/api/sitePlaces.ts'
import { Chip } from '#client/components/Chip.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { countryName, gridName } from '#client/i18n/placeNames.ts'
import { sitePlacesQuery } from './boundaryQueries.ts'
import { PlaceForm } from './PlaceForm.tsx'
import { useBoundaryWords } from './words/useBoundaryWords.ts'

type Site = SitePlacesReply['data'][number]

/** Where the sites of a project are: factors are suggested by it. */
export function PlacesPanel(props: { projectId: string; mayChange: boolean; onSaid: (said: string) => void }) {
  const { projectId, mayChange, onSaid } = props
  const t = useBoundaryWords()
  const places = useQuery(sitePlacesQuery(projectId))
  const [edited, setEdited] = useState<Site | null>(null)
  if (places.data === undefined) {
    return places.error === null ? null : <LoadFailure error={places.error} onRetry={() => void places.refetch()} />
  }
  return (
    <Panel title={t('placesTitle')} pad={false}>
      <p className="cap boundary-note">{places.data.data.length === 0 ? t('noSites') : t('placesText')}</p>
      {places.data.data.length > 0 && (
        <div className="boundary-scroll">
          <table className="tbl" aria-label={t('placesTitle')}>
            <thead>
              <tr>
                <th>{t('site')}</th>
                <th>{t('country')}</th>
                <th className="boundary-wide">{t('subdivision')}</th>
                <th className="boundary-wide">{t('gridRegion')}</th>
                {mayChange && (
                  <th>
                    <VisuallyHidden>{t('actions')}</VisuallyHidden>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {places.data.data.map((site) => (
                <tr key={site.site}>
                  <th scope="row" dir="auto">
                    {site.name}
                  </th>
                  <Place site={site} />
                  {mayChange && (
                    <td className="r">
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={t('editPlace', { site: site.name })}
                        onClick={() => setEdited(site)}
                      >
                        <IconPencil size={16} stroke={1.6} />
                      </ActionIcon>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {edited !== null && (
        <PlaceForm projectId={projectId} site={edited} onClose={() => setEdited(null)} onSaid={onSaid} />
      )}
    </Panel>
  )
}

function Place({ site: { country, subdivision, grid_region: grid } }: { site: Site }) {
  const t = useBoundaryWords()
  const { i18n } = useTranslation()
  return (
    <>
      <td>
        {country === null ? (
          <Chip tone="plain">{t('notStated')}</Chip>
        ) : (
          <bdi>{countryName(country, i18n.language)}</bdi>
        )}
      </td>
      <td className="boundary-wide">
        <bdi>{subdivision}</bdi>
      </td>
      <td className="boundary-wide">
        <bdi>{grid === null ? null : gridName(grid)}</bdi>
      </td>
    </>
  )
}
