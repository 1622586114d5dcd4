import { NativeSelect } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ResidualMixReply } from '#shared/api/factorSets.ts'
import { api } from '#client/api/apiClient.ts'
import type { InstrumentDraft } from './instrumentDraft.ts'
import { useInstrumentWords } from './words/useInstrumentWords.ts'

const mixesQuery = () =>
  queryOptions({
    queryKey: ['factors', 'residual-mixes'],
    queryFn: ({ signal }) => api.get('residual_mixes', { signal }),
  })

/** Residual mixes of approved sets of factors: one that is chosen fills the form. Nothing where there are none. */
export function PublishedMixes({ set }: { set: (more: Partial<InstrumentDraft>) => void }) {
  const t = useInstrumentWords()
  const { data } = useQuery(mixesQuery())
  const [chosen, setChosen] = useState('')
  const mixes = data?.data ?? []
  if (mixes.length === 0) {
    return null
  }
  return (
    <NativeSelect
      label={t('publishedMix')}
      description={t('publishedMixHelp')}
      value={chosen}
      onChange={(event) => {
        const id = event.currentTarget.value
        const mix = mixes.find((one) => one.factor_id === id)
        setChosen(id)
        if (mix !== undefined) {
          set(draftOfMix(mix))
        }
      }}
      data={[{ value: '', label: '–' }, ...mixes.map(({ factor_id: id, name }) => ({ value: id, label: name }))]}
    />
  )
}

/** What the publication says of it; it is of its year, whatever the cycle's is. */
function draftOfMix({ name, market, year, rates, rate_unit: unit, rate_gwp: gwp, evidence, url }: ResidualMixReply) {
  const text = (amount: number | undefined): string => (amount === undefined ? '' : String(amount))
  return {
    name,
    market,
    isCo2e: rates.CO2e !== undefined,
    rates: { CO2: text(rates.CO2), CH4: '', N2O: '', CO2e: text(rates.CO2e) },
    unit,
    ...(gwp !== null && { gwp }),
    from: `${year}-01-01`,
    to: `${year}-12-31`,
    evidence,
    evidenceUrl: url,
  } satisfies Partial<InstrumentDraft>
}
