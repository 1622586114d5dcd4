import { Button, Checkbox } from '@mantine/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import { cellProblem } from '#shared/cells/cellProblem.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { formatCell, formatNumber } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { emissionsAfter, type EmissionsChange } from '#client/grid/paste/emissionsAfter.ts'
import { type PastePlan, withoutRejected } from '#client/grid/paste/pasteBlock.ts'
import type { PasteReview, ReviewedCell } from '#client/grid/paste/reviewPaste.ts'
import { unitText } from '#client/grid/unitText.ts'
import { tonnes } from '#client/theme/format.ts'
import { sayPasteDetails } from '../sayEvent.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { problemText } from '../problems/problemText.ts'
import type { PasteFace } from './PasteDialog.tsx'

/** What a paste would do: counts, effect on the total, and its cells, the rejected ones first. */
export function PasteReviewForm(props: {
  review: PasteReview
  face: PasteFace
  onCancel: () => void
  onCommit: (plan: PastePlan) => void
}) {
  const { review, face } = props
  const { t, model } = face
  const [skips, setSkips] = useState(false)
  const summary = useRef<HTMLDivElement>(null)
  // Not the button: whoever presses Enter behind a paste, as in Excel, has not read this yet.
  useEffect(() => summary.current?.focus(), [])
  const plan = useMemo(() => (skips ? withoutRejected(review.plan) : review.plan), [skips, review.plan])
  const change = useMemo(() => emissionsAfter(model, plan), [model, plan])
  const details = sayPasteDetails(plan, t)
  const all = review.rejected + review.changed + review.added
  return (
    <>
      <div ref={summary} tabIndex={-1} data-autofocus className="paste-tallies" data-testid="paste-tallies">
        <Tally name={t('pasteRowsAdded')} count={plan.newRows.length} />
        <Tally name={t('pasteChanged')} count={review.changed} />
        <Tally name={t('pasteUnchanged')} count={review.unchanged} />
        <Tally name={t('pasteRejected')} count={review.rejected} isBad={review.rejected > 0} />
        {change !== null && <Effect change={change} t={t} />}
      </div>
      {details !== '' && <p className="cap">{details}</p>}
      {review.rejected > 0 && (
        <Checkbox
          className="paste-skip"
          checked={skips}
          onChange={(event) => setSkips(event.currentTarget.checked)}
          label={t('pasteSkipErrors')}
          description={t('pasteSkipHint')}
        />
      )}
      {review.cells.length > 0 && <CellList review={review} face={face} skips={skips} />}
      {all > review.cells.length && (
        <p className="cap">
          {t('pasteListed', {
            count: review.cells.length,
            shown: formatNumber(review.cells.length),
            all: formatNumber(all),
          })}
        </p>
      )}
      <div className="row dialog-actions">
        <Button variant="default" onClick={props.onCancel}>
          {t('pasteCancel')}
        </Button>
        <Button disabled={plan.pasted === 0} onClick={() => props.onCommit(plan)}>
          {t('pasteCommit', { count: plan.pasted, shown: formatNumber(plan.pasted) })}
        </Button>
      </div>
    </>
  )
}

function Tally({ name, count, isBad = false }: { name: string; count: number; isBad?: boolean }) {
  return (
    <div className="paste-tally">
      <b className={isBad ? 'bad' : undefined}>
        <bdi>{formatNumber(count)}</bdi>
      </b>
      <span className="cap">{name}</span>
    </div>
  )
}

/** The total before and after, and the difference with its sign. */
function Effect({ change: { nowT, afterT }, t }: { change: EmissionsChange; t: SheetTranslate }) {
  const difference = (afterT ?? 0) - (nowT ?? 0)
  const sign = difference > 0 ? '+' : ''
  return (
    <div className="paste-tally paste-effect">
      <b>
        <bdi>
          {sign}
          {tonnes(difference)} tCO₂e
        </bdi>
      </b>
      <span className="cap">
        {t('pasteTotal')}:{' '}
        <bdi dir="ltr">
          {tonnes(nowT)} → {tonnes(afterT)}
        </bdi>
      </span>
    </div>
  )
}

function CellList({ review, face, skips }: { review: PasteReview; face: PasteFace; skips: boolean }) {
  const { t, model, words } = face
  const fields = useMemo(() => new Map(model.fields.map((field) => [field.ordinal, field])), [model])
  const shown = (field: Field, value: CellValue): string => formatCell(field, value, words) || t('empty')
  return (
    <div className="paste-list" role="region" aria-label={t('pasteList')} tabIndex={0}>
      <table className="chglist">
        <thead>
          <tr>
            <th>{t('pasteRow')}</th>
            <th>{t('pasteColumn')}</th>
            <th className="r">{t('pasteOld')}</th>
            <th className="r">{t('pasteNew')}</th>
          </tr>
        </thead>
        <tbody>
          {review.cells.map((cell) => {
            const { kind, write, rowNumber, isNewRow, before } = cell
            const field = fields.get(write.ordinal)
            return field === undefined ? null : (
              <tr key={`${write.row}:${write.ordinal}`} className={skips && kind === 'rejected' ? 'paste-skipped' : ''}>
                <td>
                  <b>
                    <bdi>{formatNumber(rowNumber)}</bdi>
                  </b>{' '}
                  {/* no bdi: a name that begins in Latin would put its month beside the number, like a date */}
                  <span className="dim">{isNewRow ? t('pasteNewRow') : face.rowName(write.row)}</span>
                </td>
                <td>
                  <bdi>{field.name}</bdi>
                  {kind === 'rejected' && <div className="cap bad">{whyRejected(cell, field, t)}</div>}
                </td>
                <td className="r dim">
                  <bdi>{shown(field, before)}</bdi>
                </td>
                <td className="r new">
                  <bdi>{shown(field, write.value)}</bdi>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function whyRejected({ write, otherUnit }: ReviewedCell, field: Field, t: SheetTranslate): string {
  const problem = cellProblem(field, write.value)
  return otherUnit === null
    ? problem === null
      ? ''
      : problemText(problem, field, write.value, t)
    : t('pasteWhy_otherUnit', { from: unitText(otherUnit), to: unitText(field.unit) })
}
