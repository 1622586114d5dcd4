import { Modal, Skeleton, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PublishedParameterReply } from '#shared/api/parameters.ts'
import { formatNumber } from '#shared/cells/formatCell.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { unitText } from '#client/grid/unitText.ts'
import { publishedQuery } from './parameterQueries.ts'
import { useParameterWords } from './words/useParameterWords.ts'

const TYPING_PAUSE_MS = 250
const MOST_SEARCHED = 100

/** Published heating values by name; a chosen one goes into the form of a new parameter. */
export function PublishedDialog(props: {
  onChoose: (published: PublishedParameterReply) => void
  onClose: () => void
}) {
  const { onChoose, onClose } = props
  const { t: common } = useTranslation()
  const t = useParameterWords()
  const [search, setSearch] = useState('')
  const [settled] = useDebouncedValue(search.trim(), TYPING_PAUSE_MS)
  const found = useQuery(publishedQuery(settled))
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('publishedTitle')}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <div className="parameter-form">
        <p className="cap">{t('publishedIntro')}</p>
        <TextInput
          type="search"
          aria-label={t('search')}
          placeholder={t('searchHint')}
          maxLength={MOST_SEARCHED}
          data-autofocus
          leftSection={<IconSearch size={15} stroke={1.7} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {found.error !== null && <LoadFailure error={found.error} onRetry={() => void found.refetch()} />}
        {found.isPending && <Skeleton height={240} />}
        {found.data?.data.length === 0 && <p role="status">{t('nothing')}</p>}
        <ul className="parameter-published" role="list">
          {found.data?.data.map((one) => (
            <li key={one.factor_id}>
              <UnstyledButton aria-label={t('choose', { name: one.name })} onClick={() => onChoose(one)}>
                <span dir="auto">{one.name}</span>
                <bdi className="parameter-number">
                  {formatNumber(one.value)} {unitText(one.unit)}
                </bdi>
                <span className="cap" dir="auto">
                  {one.source}
                </span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </div>
    </Modal>
  )
}
