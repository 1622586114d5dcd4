import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FactorDetailReply } from '#shared/api/factors.ts'
import { api } from '#client/api/apiClient.ts'
import { AssessForm } from '#client/features/uncertainty/AssessForm.tsx'
import { SaidQuality } from '#client/features/uncertainty/SaidQuality.tsx'
import { factorQualityQuery } from '#client/features/uncertainty/uncertaintyQueries.ts'
import { useUncertaintyWords } from '#client/features/uncertainty/words/useUncertaintyWords.ts'
import { useMayInTenant } from '#client/permissions/ability.tsx'

/** How sure the company thinks a factor is, who said so and why; whoever may, says it anew. */
export function FactorQuality({ factor }: { factor: FactorDetailReply }) {
  const t = useUncertaintyWords()
  const { data } = useQuery(factorQualityQuery(factor.id))
  const mayAssess = useMayInTenant('manage', 'FactorQuality')
  const [isAssessing, setAssessing] = useState(false)
  if (data === undefined) {
    return null
  }
  const isAssessed = data.made_at !== null
  return (
    <>
      <h3>{t('factorQuality')}</h3>
      {isAssessed ? <SaidQuality quality={data} /> : <p className="cap">{t('factorNone')}</p>}
      {data.former.map((former) => (
        <SaidQuality key={former.made_at} quality={former} isFormer />
      ))}
      {mayAssess && (
        <Button variant="default" size="compact-sm" onClick={() => setAssessing(true)}>
          {t(isAssessed ? 'assessAnew' : 'assess')}
        </Button>
      )}
      {isAssessing && (
        <AssessForm
          name={factor.name}
          quality={data}
          send={(body) => api.patch(`factors/${encodeURIComponent(factor.id)}/quality`, body)}
          onClose={() => setAssessing(false)}
        />
      )}
    </>
  )
}
