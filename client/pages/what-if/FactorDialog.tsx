import { useQuery } from '@tanstack/react-query'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { ListedFactorReply } from '#shared/api/factors.ts'
import type { WhatIfChoices } from '#shared/api/whatIf.ts'
import { conversion } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { type Found, SearchDialog } from '#client/components/SearchDialog.tsx'
import { shortPublisher } from '#client/features/emissions/publication.ts'
import { unitText } from '#client/grid/unitText.ts'
import { publishedAmount } from '../factors/publishedAmount.ts'
import { foundFactorsQuery } from './whatIfQueries.ts'
import { useWhatIfWords } from './words/useWhatIfWords.ts'

/** Finds the factor that is to stand for one in use: those per the same kind of unit. */
export function FactorDialog(props: {
  cycle: CycleReply
  factor: WhatIfChoices['factors'][number]
  onChoose: (id: string) => void
  onClose: () => void
}) {
  const { cycle, factor, onChoose, onClose } = props
  const t = useWhatIfWords()
  const useFound = (search: string): Found<ListedFactorReply> => {
    const { data, error, refetch } = useQuery(foundFactorsQuery(search, cycle))
    const items = data?.data.filter(({ id, unit }) => id !== factor.id && isSameKind(factor.unit, unit))
    return { items, error, retry: () => void refetch() }
  }
  return (
    <SearchDialog
      title={t('dialogTitle', { name: factor.name })}
      text={t('dialogText')}
      search={{ label: t('searchFactor'), hint: t('searchHint'), first: firstWords(factor.name) }}
      nothing={t('nothingFound')}
      useFound={useFound}
      keyOf={({ id }) => id}
      labelOf={({ name, geography, year }) => t('choose', { name, place: geography, year })}
      show={({ name, unit, co2e_kg: kg, factor_set: set, geography }) => (
        <>
          <span dir="auto">{name}</span>
          <bdi>
            {publishedAmount(kg)} kgCO₂e/{unitText(unit)}
          </bdi>
          <span className="cap">{[shortPublisher(set.publisher), set.edition, geography].join(' · ')}</span>
        </>
      )}
      onChoose={({ id }) => onChoose(id)}
      onClose={onClose}
    />
  )
}

/** What most likely names the thing, without its specialities. */
const firstWords = (name: string): string => (name.match(/[\p{L}\d]+/gu) ?? []).slice(0, 2).join(' ')

function isSameKind(a: string, b: string | null): boolean {
  const [from, to] = [parseUnit(a), parseUnit(b ?? '')]
  return from.ok && to.ok && conversion(from.value, to.value).ok
}
