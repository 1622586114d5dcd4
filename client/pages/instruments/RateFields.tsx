import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { GWP_SETS } from '#shared/emissions/gas.ts'
import { RATE_GASES, RATE_UNITS, type RateUnit } from '#shared/scope2/instrument.ts'
import type { InstrumentDraft } from './instrumentDraft.ts'
import { useInstrumentWords } from './words/useInstrumentWords.ts'

const GAS_LABELS = { CO2: 'CO₂', CH4: 'CH₄', N2O: 'N₂O' } as const
const isUnit = (text: string): text is RateUnit => Object.hasOwn(RATE_UNITS, text)

/** What an instrument emits, as it was published: gas by gas, or all of it as CO2e. Never both. */
export function RateFields(props: {
  draft: InstrumentDraft
  set: (more: Partial<InstrumentDraft>) => void
  wrong: (path: string) => string | undefined
}) {
  const { draft, set, wrong } = props
  const t = useInstrumentWords()
  const { isCo2e, rates } = draft
  const field = (key: keyof InstrumentDraft['rates'], label: string, error = wrong(`rates.${key}`)) => (
    <TextInput
      key={key}
      label={label}
      inputMode="decimal"
      value={rates[key]}
      error={error}
      onChange={(event) => set({ rates: { ...rates, [key]: event.currentTarget.value } })}
    />
  )
  const all = RATE_GASES.every((gas) => wrong(`rates.${gas}`) === undefined) ? wrong('rates') : undefined
  return (
    <fieldset className="instrument-rates">
      <legend>{t('rates')}</legend>
      <SegmentedControl
        size="xs"
        value={isCo2e ? 'co2e' : 'gases'}
        onChange={(value) => set({ isCo2e: value === 'co2e' })}
        data={[
          { value: 'gases', label: t('ratesGases') },
          { value: 'co2e', label: t('ratesCo2e') },
        ]}
      />
      <p className="cap">{isCo2e ? t('ratesCo2eHelp') : t('ratesHelp')}</p>
      <div className="instrument-gases">
        {isCo2e ? field('CO2e', 'CO₂e', wrong('rates')) : RATE_GASES.map((gas) => field(gas, GAS_LABELS[gas]))}
        <NativeSelect
          label={t('unit')}
          value={draft.unit}
          onChange={(event) => set(isUnit(event.currentTarget.value) ? { unit: event.currentTarget.value } : {})}
          data={Object.keys(RATE_UNITS)}
        />
        {isCo2e && (
          <NativeSelect
            label={t('gwp')}
            value={draft.gwp}
            error={wrong('rate_gwp')}
            onChange={(event) => set({ gwp: GWP_SETS.find((one) => one === event.currentTarget.value) ?? draft.gwp })}
            data={GWP_SETS.toReversed()}
          />
        )}
      </div>
      {!isCo2e && all !== undefined && (
        <p className="bad" role="alert">
          {all}
        </p>
      )}
    </fieldset>
  )
}
