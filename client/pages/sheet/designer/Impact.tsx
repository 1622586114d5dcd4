import type { RedefinedCycle, RedefinitionPreview, RedefinitionSample } from '#shared/api/redefinition.ts'
import type { FieldReply } from '#shared/api/tables.ts'
import { formatCell } from '#shared/cells/formatCell.ts'
import { unitText } from '#client/grid/unitText.ts'
import { useColumnWords } from '../sheetHooks.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { CycleImpact, ImpactPanel, LockedCycle } from './ImpactPanel.tsx'
import type { MeaningDraft } from './meaningDraft.ts'

/** What a change would do to every cycle, or why it cannot be. */
export function Impact(props: {
  field: FieldReply
  draft: MeaningDraft
  preview: RedefinitionPreview | null
  reasons: readonly string[]
  t: SheetTranslate
}) {
  const { field, draft, preview, reasons, t } = props
  return (
    <ImpactPanel reasons={reasons} isWaiting={preview === null} t={t}>
      {preview?.cycles.map((cycle) => (
        <RedefinedIn key={cycle.cycle_id} options={preview.options} cycle={cycle} field={field} draft={draft} t={t} />
      ))}
      {preview !== null && preview.rules_dropped.length > 0 && (
        <p className="warn">
          {t('impactRules', { rules: preview.rules_dropped.map((rule) => t(ruleWord(rule))).join(', ') })}
        </p>
      )}
      {preview !== null && preview.read_by.length > 0 && (
        <p className="dim">{t('impactReaders', { fields: preview.read_by.join(', ') })}</p>
      )}
    </ImpactPanel>
  )
}

const ruleWord = (rule: string): 'rulesMin' | 'rulesMax' | 'rulesMask' | 'rulesUnique' =>
  rule === 'min' ? 'rulesMin' : rule === 'max' ? 'rulesMax' : rule === 'mask' ? 'rulesMask' : 'rulesUnique'

function RedefinedIn(props: {
  cycle: RedefinedCycle
  options: FieldReply['options']
  field: FieldReply
  draft: MeaningDraft
  t: SheetTranslate
}) {
  const { cycle, options, field, draft, t } = props
  const { co2e_kg: co2e } = cycle
  const isFormula = field.type === 'formula'
  if (cycle.locked) {
    return <LockedCycle name={cycle.name}>{t('impactLocked')}</LockedCycle>
  }
  return (
    <CycleImpact
      name={cycle.name}
      counts={[
        [t(isFormula ? 'impactResults' : 'impactCells'), cycle.cells],
        [t(isFormula ? 'impactOthers' : 'impactConverted'), cycle.converted],
        [t(isFormula ? 'impactLost' : 'impactKept'), cycle.kept],
      ]}
      totals={co2e === null ? [] : [[t('impactTotal'), co2e]]}
    >
      <Samples label={t('impactConverted')} samples={cycle.samples.converted} {...{ options, field, draft, t }} />
      <Samples
        label={t(isFormula ? 'impactLost' : 'impactKept')}
        samples={cycle.samples.kept}
        isKept
        {...{ options, field, draft, t }}
      />
    </CycleImpact>
  )
}

function Samples(props: {
  label: string
  samples: readonly RedefinitionSample[]
  isKept?: boolean
  /** Of the field afterwards. */
  options: FieldReply['options']
  field: FieldReply
  draft: MeaningDraft
  t: SheetTranslate
}) {
  const { label, samples, isKept = false, options, field, draft, t } = props
  const words = useColumnWords(t)
  const unit = draft.unit.trim()
  const shown = (value: RedefinitionSample['before'], as: Pick<FieldReply, 'type' | 'options'>): string =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? t('impactNoResult')
      : formatCell(as, value, words)
  const after = { type: draft.type, options: draft.type === field.type ? field.options : options }
  return samples.length === 0 ? null : (
    <table className="designer-samples">
      <caption className="cap">{label}</caption>
      {!isKept && (field.unit !== null || unit !== '') && (
        <thead>
          <tr>
            <th scope="col">
              <bdi>{unitText(field.unit)}</bdi>
            </th>
            <th aria-hidden>→</th>
            <th scope="col">
              <bdi>{unitText(unit)}</bdi>
            </th>
          </tr>
        </thead>
      )}
      <tbody>
        {samples.map((sample) => (
          <tr key={sample.row_id} className={isKept ? 'is-kept' : ''}>
            <td>
              <bdi>{shown(sample.before, field)}</bdi>
            </td>
            <td aria-hidden>→</td>
            <td>
              <bdi>{shown(sample.after, after)}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
