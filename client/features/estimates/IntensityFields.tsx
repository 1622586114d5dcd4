import { TextInput } from '@mantine/core'
import type { EstimateDraft } from './EstimateDialog.tsx'
import type { EstimateTranslate } from './words/useEstimateWords.ts'

/** An amount per unit, how many units of what, and where the amount comes from. */
export function IntensityFields(props: {
  draft: EstimateDraft
  set: (more: Partial<EstimateDraft>) => void
  wrong: (path: string) => string | undefined
  /** Of the field. */
  unit: string | null
  t: EstimateTranslate
}) {
  const { draft, set, wrong, unit, t } = props
  return (
    <>
      <div className="estimate-intensity">
        <TextInput
          label={t('perUnit', { unit: unit ?? '' })}
          inputMode="decimal"
          value={draft.perUnit}
          error={wrong('intensity.per_unit')}
          onChange={(event) => set({ perUnit: event.currentTarget.value })}
        />
        <TextInput
          label={t('units')}
          inputMode="decimal"
          value={draft.units}
          error={wrong('intensity.units')}
          onChange={(event) => set({ units: event.currentTarget.value })}
        />
        <TextInput
          label={t('unit')}
          placeholder={t('unitHint')}
          dir="auto"
          value={draft.unit}
          error={wrong('intensity.unit')}
          onChange={(event) => set({ unit: event.currentTarget.value })}
        />
      </div>
      <TextInput
        label={t('sourceOfIntensity')}
        dir="auto"
        value={draft.source}
        error={wrong('intensity.source')}
        onChange={(event) => set({ source: event.currentTarget.value })}
      />
    </>
  )
}
