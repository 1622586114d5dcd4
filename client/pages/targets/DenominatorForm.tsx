import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { DENOMINATOR_KINDS, type DenominatorKind } from '#shared/api/intensities.ts'
import { api } from '#client/api/apiClient.ts'
import { EntryDialog } from './EntryDialog.tsx'
import { useTargetWords } from './words/useTargetWords.ts'

const SHOWN = ['name', 'kind', 'unit']
/** What people would type, where the kind says it. */
const UNITS = { revenue: 'EUR@2024', fte: 'FTE', area: 'm2', product: '', tonne_km: 'tkm', other: '' } as const

/** Adds what emissions are divided by. */
export function DenominatorForm(props: { projectId: string; onClose: () => void; onSaid: (said: string) => void }) {
  const { projectId, onClose, onSaid } = props
  const t = useTargetWords()
  const [name, setName] = useState('')
  const [kind, setKind] = useState<DenominatorKind>('revenue')
  const [unit, setUnit] = useState<string>(UNITS.revenue)
  return (
    <EntryDialog
      title={t('addDenominator')}
      action={t('save')}
      projectId={projectId}
      shown={SHOWN}
      send={() => api.post(`projects/${projectId}/denominators`, { name, kind, unit })}
      onClose={onClose}
      onDone={() => onSaid(t('saved', { name }))}
    >
      {(wrong) => (
        <>
          <TextInput
            label={t('name')}
            value={name}
            error={wrong('name')}
            maxLength={100}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <div className="dialog-pair">
            <NativeSelect
              label={t('kind')}
              value={kind}
              error={wrong('kind')}
              onChange={(event) => {
                const chosen = DENOMINATOR_KINDS.find((one) => one === event.currentTarget.value) ?? kind
                setKind(chosen)
                setUnit(UNITS[chosen])
              }}
              data={DENOMINATOR_KINDS.map((one) => ({ value: one, label: t(one) }))}
            />
            <TextInput
              label={t('unit')}
              description={kind === 'revenue' ? t('unitHint') : undefined}
              value={unit}
              error={wrong('unit')}
              maxLength={40}
              onChange={(event) => setUnit(event.currentTarget.value)}
            />
          </div>
        </>
      )}
    </EntryDialog>
  )
}
