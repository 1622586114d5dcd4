import { useQuery } from '@tanstack/react-query'
import type { InstrumentReply } from '#shared/api/instruments.ts'
import { api } from '#client/api/apiClient.ts'
import { AssessForm } from '#client/features/uncertainty/AssessForm.tsx'
import { SaidQuality } from '#client/features/uncertainty/SaidQuality.tsx'
import { rateQualityQuery } from '#client/features/uncertainty/uncertaintyQueries.ts'

/** How sure the rate of an instrument is said to be, now and before, and saying it anew. */
export function RateQuality({ instrument, onClose }: { instrument: InstrumentReply; onClose: () => void }) {
  const { id, name } = instrument
  const { data } = useQuery(rateQualityQuery(id))
  if (data === undefined) {
    return null
  }
  return (
    <AssessForm
      name={name}
      quality={data}
      send={(body) => api.patch(`instruments/${id}/quality`, body)}
      onClose={onClose}
    >
      {data.made_at !== null && <SaidQuality quality={data} />}
      {data.former.map((former) => (
        <SaidQuality key={former.made_at} quality={former} isFormer />
      ))}
    </AssessForm>
  )
}
