import { Button } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import { formatCell, rawCellText } from '#shared/cells/formatCell.ts'
import { toTsv } from '#client/grid/clipboard/tsv.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { NotSavedCell, NotSavedReason } from '#client/sync/NotSaved.ts'
import { SideHead } from './SideHead.tsx'
import type { SheetTranslate, SheetWord } from './words/useSheetWords.ts'

const REASONS: Readonly<Record<NotSavedReason, SheetWord>> = {
  'no-permission': 'reason_no_permission',
  locked: 'reason_locked',
  'unknown-row': 'reason_unknown_row',
  'unknown-field': 'reason_unknown_field',
  'formula-field': 'reason_formula_field',
  'list-not-allowed': 'reason_list_not_allowed',
  'too-large': 'reason_too_large',
  'bare-delete': 'reason_bare_delete',
  'not-taken': 'reason_not_taken',
  unheard: 'reason_unheard',
  'changed-meanwhile': 'reason_changed_meanwhile',
  'field-changed': 'reason_field_changed',
}

/** The values that the server did not take, beside those in the sheet, with what can be done about them. */
export function NotSavedDrawer(props: {
  model: SheetModel
  cells: readonly NotSavedCell[]
  rowName: (row: string) => string
  /** Whether at least one of them may be written now. */
  canReapply: boolean
  t: SheetTranslate
  onReapply: () => void
  onDiscard: () => void
  onClose: () => void
}) {
  const { model, cells, rowName, t } = props
  const shown = cells.map((cell) => ({ cell, ...describeCell(cell, model, t) }))
  const copy = (): void => {
    void navigator.clipboard.writeText(toTsv(shown.map(({ cell, name, raw }) => [rowName(cell.row), name, raw])))
  }
  return (
    <aside className="side side-wide" role="dialog" aria-label={t('notSavedTitle')} data-testid="not-saved">
      <SideHead
        icon={<IconCloudOff size={18} stroke={1.7} className="bad" />}
        title={t('notSavedTitle')}
        t={t}
        onClose={props.onClose}
      />
      <div className="side-scroll">
        <p>{t('notSavedText', { count: cells.length })}</p>
        {!props.canReapply && <p className="cap">{t('cannotReapply')}</p>}
        <table className="chglist">
          <thead>
            <tr>
              <th>{t('cell')}</th>
              <th className="r">{t('yours')}</th>
              <th className="r">{t('onServer')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ cell, name, yours, inSheet }) => (
              <tr key={`${cell.row}:${cell.ordinal}`}>
                <td>
                  <b>{[rowName(cell.row), name].filter((part) => part !== '').join(' · ')}</b>
                  <div className="cap">{t(REASONS[cell.reason])}</div>
                </td>
                <td className="r new">{yours || t('empty')}</td>
                <td className="r dim">{inSheet}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="side-foot">
        <Button onClick={copy}>{t('copyValues', { count: shown.length })}</Button>
        <Button variant="default" disabled={!props.canReapply} onClick={props.onReapply}>
          {t('reapply')}
        </Button>
        <Button variant="subtle" color="red" className="push-end" onClick={props.onDiscard}>
          {t('discard')}
        </Button>
      </div>
    </aside>
  )
}

/** Everything that was not taken is listed: also what concerns a whole row, and a field that is not here any more. */
function describeCell(
  { row, ordinal, value }: NotSavedCell,
  model: SheetModel,
  t: SheetTranslate,
): { name: string; yours: string; inSheet: string; raw: string } {
  const field = model.fields.find((one) => one.ordinal === ordinal)
  if (field !== undefined) {
    const inSheet = formatCell(field, model.value(row, field.key)) || t('empty')
    return { name: field.name, yours: formatCell(field, value), inSheet, raw: rawCellText(field, value) }
  }
  if (ordinal === ORDER || ordinal === DELETED) {
    const yours = t(ordinal === ORDER ? 'rowPlaced' : value === true ? 'rowDeleted' : 'rowRestored')
    return { name: t('rowItself'), yours, inSheet: '', raw: yours }
  }
  const raw = value === null ? '' : String(value)
  return { name: t('goneField'), yours: raw, inSheet: '', raw }
}
