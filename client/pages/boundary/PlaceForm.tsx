import { Modal, Select, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SitePlacesReply } from '#shared/api/sitePlaces.ts'
import { COUNTRIES } from '#shared/places/countries.ts'
import { gridRegionsOf } from '#shared/places/egridSubregions.ts'
import { api } from '#client/api/apiClient.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { countryName, gridName } from '#client/i18n/placeNames.ts'
import { refreshPlaces } from './boundaryQueries.ts'
import { useBoundaryWords } from './words/useBoundaryWords.ts'

const SHOWN = ['sites[0].country', 'sites[0].subdivision', 'sites[0].grid_region'] as const

/** States where a site is. */
export function PlaceForm(props: {
  projectId: string
  site: SitePlacesReply['data'][number]
  onClose: () => void
  onSaid: (said: string) => void
}) {
  const { projectId, site, onClose, onSaid } = props
  const { t: common, i18n } = useTranslation()
  const { language } = i18n
  const t = useBoundaryWords()
  const [country, setCountry] = useState(site.country)
  const [subdivision, setSubdivision] = useState(site.subdivision ?? '')
  const [grid, setGrid] = useState(site.grid_region)
  const countries = useMemo(
    () =>
      COUNTRIES.map((code) => ({ value: code, label: countryName(code, language) })).toSorted((a, b) =>
        a.label.localeCompare(b.label, language),
      ),
    [language],
  )
  const grids = gridRegionsOf(country)
  const part = subdivision.trim().toUpperCase()
  const place = { country, subdivision: part === '' ? null : part, grid_region: grids.length === 0 ? null : grid }
  const change = useChange({
    send: () => api.patch(`projects/${projectId}/site_places`, { sites: [{ site: site.site, ...place }] }),
    refresh: (queries) => refreshPlaces(queries, projectId),
    onDone: () => (onSaid(t('saidPlace', { site: site.name })), onClose()),
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('placeTitle', { site: site.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form
        className="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          change.send()
        }}
      >
        <Select
          label={t('country')}
          data={countries}
          value={country}
          error={change.wrong(SHOWN[0])}
          data-autofocus
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('noCountry') }}
          nothingFoundMessage={t('noSuchCountry')}
          onChange={(chosen) => {
            change.reset()
            setCountry(chosen)
            setGrid(null)
            setSubdivision('')
          }}
        />
        <TextInput
          label={t('subdivision')}
          description={t('subdivisionText')}
          disabled={country === null}
          value={subdivision}
          error={change.wrong(SHOWN[1])}
          onChange={(event) => (change.reset(), setSubdivision(event.currentTarget.value))}
        />
        {grids.length > 0 && (
          <Select
            label={t('gridRegion')}
            description={t('gridRegionText')}
            data={grids.map((code) => ({ value: code, label: gridName(code) }))}
            value={grid}
            error={change.wrong(SHOWN[2])}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('noGrid') }}
            onChange={(chosen) => (change.reset(), setGrid(chosen))}
          />
        )}
        <DialogFoot change={change} shown={SHOWN} action={common('save')} onClose={onClose} />
      </form>
    </Modal>
  )
}
