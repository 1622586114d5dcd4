import { TextInput } from '@mantine/core'
import type { ParameterKind } from '#shared/parameters/parameter.ts'
import { unitText } from '#client/grid/unitText.ts'
import type { ValueDraft } from './parameterDraft.ts'
import { useParameterWords } from './words/useParameterWords.ts'

/** The value of a year and where it is published. */
export function ValueFields(props: {
  draft: ValueDraft
  kind: ParameterKind
  unit: string
  set: (more: Partial<ValueDraft>) => void
  wrong: (field: 'year' | 'value' | 'source' | 'source_url') => string | undefined
  isFirst?: boolean
}) {
  const { draft, kind, unit, set, wrong, isFirst = false } = props
  const t = useParameterWords()
  const isOfOneYear = kind === 'exchange_rate' || kind === 'price_index'
  return (
    <>
      <div className="dialog-pair">
        <TextInput
          label={t('year')}
          description={t(isOfOneYear ? 'yearHelpOnly' : 'yearHelp')}
          inputMode="numeric"
          value={draft.year}
          error={wrong('year')}
          data-autofocus={isFirst || undefined}
          onChange={(event) => set({ year: event.currentTarget.value })}
        />
        <TextInput
          label={unit === '' ? t('value') : `${t('value')} (${unitText(unit)})`}
          description={'\u00a0'}
          inputMode="decimal"
          value={draft.value}
          error={wrong('value')}
          onChange={(event) => set({ value: event.currentTarget.value })}
        />
      </div>
      <TextInput
        label={t('source')}
        placeholder={t('sourceHint')}
        dir="auto"
        value={draft.source}
        error={wrong('source')}
        onChange={(event) => set({ source: event.currentTarget.value })}
      />
      <TextInput
        type="url"
        dir="ltr"
        label={t('sourceUrl')}
        placeholder="https://"
        value={draft.sourceUrl}
        error={wrong('source_url')}
        onChange={(event) => set({ sourceUrl: event.currentTarget.value })}
      />
    </>
  )
}
