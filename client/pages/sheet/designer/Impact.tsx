import { IconAlertTriangle, IconLock } from '@tabler/icons-react'
import { Fragment } from 'react'
import type { RedefinedCycle, RedefinitionPreview, RedefinitionSample } from '#shared/api/redefinition.ts'
import type { FieldReply } from '#shared/api/tables.ts'
import { formatCell } from '#shared/cells/formatCell.ts'
import { unitText } from '#client/grid/unitText.ts'
import { num, tonnes } from '#client/theme/format.ts'
import { useColumnWords } from '../sheetHooks.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { MeaningDraft } from './meaningDraft.ts'

const KG_PER_TONNE = 1000

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
    <aside className="designer-impact" aria-label={t('impactTitle')} aria-live="polite">
      <h2>{t('impactTitle')}</h2>
      {reasons.length > 0 && (
        <div className="note note-bad" role="alert">
          <IconAlertTriangle size={16} stroke={1.7} />
          <ul>
            {reasons.map((reason) => (
              <li key={reason}>
                <bdi>{reason}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
      {reasons.length === 0 && preview === null && <p className="dim">{t('impactWaiting')}</p>}
      {preview?.cycles.map((cycle) => (
        <CycleImpact key={cycle.cycle_id} options={preview.options} cycle={cycle} field={field} draft={draft} t={t} />
      ))}
      {preview !== null && preview.rules_dropped.length > 0 && (
        <p className="warn">
          {t('impactRules', { rules: preview.rules_dropped.map((rule) => t(ruleWord(rule))).join(', ') })}
        </p>
      )}
      {preview !== null && preview.read_by.length > 0 && (
        <p className="dim">{t('impactReaders', { fields: preview.read_by.join(', ') })}</p>
      )}
    </aside>
  )
}

const ruleWord = (rule: string): 'rulesMin' | 'rulesMax' | 'rulesMask' | 'rulesUnique' =>
  rule === 'min' ? 'rulesMin' : rule === 'max' ? 'rulesMax' : rule === 'mask' ? 'rulesMask' : 'rulesUnique'

function CycleImpact(props: {
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
    return (
      <section>
        <h3>
          <bdi>{cycle.name}</bdi> <IconLock size={13} stroke={1.7} aria-hidden />
        </h3>
        <p className="dim">{t('impactLocked')}</p>
      </section>
    )
  }
  const counts: [label: string, count: number][] = [
    [t(isFormula ? 'impactResults' : 'impactCells'), cycle.cells],
    [t(isFormula ? 'impactOthers' : 'impactConverted'), cycle.converted],
    [t(isFormula ? 'impactLost' : 'impactKept'), cycle.kept],
  ]
  return (
    <section>
      <h3>
        <bdi>{cycle.name}</bdi>
      </h3>
      <dl className="designer-counts">
        {counts.map(([label, count]) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>{num(count)}</dd>
          </Fragment>
        ))}
        {co2e !== null && (
          <>
            <dt>{t('impactTotal')}</dt>
            <dd>
              <bdi>
                {tonnes(inTonnes(co2e.before))}
                {tonnes(inTonnes(co2e.before)) === tonnes(inTonnes(co2e.after))
                  ? ''
                  : ` → ${tonnes(inTonnes(co2e.after))}`}{' '}
                tCO₂e
              </bdi>
            </dd>
          </>
        )}
      </dl>
      <Samples label={t('impactConverted')} samples={cycle.samples.converted} {...{ options, field, draft, t }} />
      <Samples
        label={t(isFormula ? 'impactLost' : 'impactKept')}
        samples={cycle.samples.kept}
        isKept
        {...{ options, field, draft, t }}
      />
    </section>
  )
}

const inTonnes = (kg: number | null): number | null => (kg === null ? null : kg / KG_PER_TONNE)

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
