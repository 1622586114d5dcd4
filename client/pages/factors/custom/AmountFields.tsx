import { NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { GWP_SETS } from '#shared/emissions/gas.ts'
import { type CustomDraft, gwpIn, USUAL_GASES } from './customDraft.ts'
import { useCustomWords } from './words/useCustomWords.ts'

/** Kilograms per unit: gas by gas, or CO2e where the source gives no more. Never both. */
export function AmountFields(props: {
  draft: CustomDraft
  set: (more: Partial<CustomDraft>) => void
  wrong: (path: string) => string | undefined
}) {
  const { draft, set, wrong } = props
  const t = useCustomWords()
  const { isCo2e, gases } = draft
  const gasLabels = { CO2: 'CO₂', 'CH4-fossil': t('fossilMethane'), 'CH4-nonfossil': t('otherMethane'), N2O: 'N₂O' }
  const isOfBox = USUAL_GASES.some((gas) => wrong(`gases.${gas}`) !== undefined)
  return (
    <fieldset className="custom-amounts">
      <legend>{t('amounts')}</legend>
      <SegmentedControl
        size="xs"
        value={isCo2e ? 'co2e' : 'gases'}
        onChange={(value) => set({ isCo2e: value === 'co2e' })}
        data={[
          { value: 'gases', label: t('byGas') },
          { value: 'co2e', label: t('asCo2e') },
        ]}
      />
      <p className="cap">{isCo2e ? t('asCo2eHelp') : t('byGasHelp')}</p>
      <div className="custom-gases">
        {!isCo2e &&
          USUAL_GASES.map((gas) => (
            <TextInput
              key={gas}
              label={gasLabels[gas]}
              inputMode="decimal"
              value={gases[gas]}
              error={wrong(`gases.${gas}`)}
              onChange={(event) => set({ gases: { ...gases, [gas]: event.currentTarget.value } })}
            />
          ))}
        {isCo2e && (
          <>
            <TextInput
              label="CO₂e"
              inputMode="decimal"
              value={draft.co2e}
              error={wrong('co2e_kg')}
              onChange={(event) => set({ co2e: event.currentTarget.value })}
            />
            <NativeSelect
              label={t('gwp')}
              value={draft.gwp}
              error={wrong('co2e_gwp')}
              onChange={(event) => set({ gwp: gwpIn(event.currentTarget.value) })}
              data={[
                { value: '', label: t('gwpUnstated') },
                ...GWP_SETS.toReversed().map((set) => ({ value: set, label: set })),
              ]}
            />
          </>
        )}
        <TextInput
          label={t('biogenic')}
          inputMode="decimal"
          value={draft.biogenic}
          error={wrong('biogenic_co2_kg')}
          onChange={(event) => set({ biogenic: event.currentTarget.value })}
        />
      </div>
      {!isCo2e && (
        <Textarea
          label={t('otherGases')}
          placeholder={'SF6 0.01'}
          description={t('otherGasesHelp')}
          autosize
          minRows={1}
          maxRows={6}
          value={draft.otherGases}
          error={isOfBox ? undefined : (wrong('gases') ?? wrong('co2e_kg'))}
          onChange={(event) => set({ otherGases: event.currentTarget.value })}
        />
      )}
    </fieldset>
  )
}
