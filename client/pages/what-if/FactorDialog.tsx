import { Modal, Skeleton, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { WhatIfChoices } from '#shared/api/whatIf.ts'
import { conversion } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { shortPublisher } from '#client/features/emissions/publication.ts'
import { unitText } from '#client/grid/unitText.ts'
import { publishedAmount } from '../factors/publishedAmount.ts'
import { foundFactorsQuery } from './whatIfQueries.ts'
import { useWhatIfWords } from './words/useWhatIfWords.ts'

const TYPING_PAUSE_MS = 250
const MOST_SEARCHED = 200

/** Finds the factor that is to stand for one in use: those per the same kind of unit. */
export function FactorDialog(props: {
  cycle: CycleReply
  factor: WhatIfChoices['factors'][number]
  onChoose: (id: string) => void
  onClose: () => void
}) {
  const { cycle, factor, onChoose, onClose } = props
  const { t: common } = useTranslation()
  const t = useWhatIfWords()
  const [search, setSearch] = useState(() => firstWords(factor.name))
  const [settled] = useDebouncedValue(search.trim(), TYPING_PAUSE_MS)
  const found = useQuery(foundFactorsQuery(settled, cycle))
  const fitting = found.data?.data.filter(({ id, unit }) => id !== factor.id && isSameKind(factor.unit, unit))
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('dialogTitle', { name: factor.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <div className="whatif-dialog">
        <p className="cap">{t('dialogText')}</p>
        <TextInput
          type="search"
          aria-label={t('searchFactor')}
          placeholder={t('searchHint')}
          maxLength={MOST_SEARCHED}
          data-autofocus
          leftSection={<IconSearch size={15} stroke={1.7} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {found.error !== null && <LoadFailure error={found.error} onRetry={() => void found.refetch()} />}
        {found.isPending && <Skeleton height={240} />}
        {fitting?.length === 0 && <p role="status">{t('nothingFound')}</p>}
        <ul className="whatif-found" role="list">
          {fitting?.map((one) => (
            <li key={one.id}>
              <UnstyledButton
                aria-label={t('choose', { name: one.name, place: one.geography, year: one.year })}
                onClick={() => onChoose(one.id)}
              >
                <span dir="auto">{one.name}</span>
                <bdi>
                  {publishedAmount(one.co2e_kg)} kgCO₂e/{unitText(one.unit)}
                </bdi>
                <span className="cap">
                  {[shortPublisher(one.factor_set.publisher), one.factor_set.edition, one.geography].join(' · ')}
                </span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </div>
    </Modal>
  )
}

/** What most likely names the thing, without its specialities. */
const firstWords = (name: string): string => (name.match(/[\p{L}\d]+/gu) ?? []).slice(0, 2).join(' ')

function isSameKind(a: string, b: string | null): boolean {
  const [from, to] = [parseUnit(a), parseUnit(b ?? '')]
  return from.ok && to.ok && conversion(from.value, to.value).ok
}
