import { assertNever } from '#shared/result/assertNever.ts'
import { formatNumber } from '#shared/cells/formatCell.ts'
import type { GridEvent } from '#client/grid/GridGestures.ts'
import type { SheetTranslate, SheetWord } from './words/useSheetWords.ts'

/** One sentence about what a gesture did, for the status bar and for screen readers. */
export function sayEvent(event: GridEvent, t: SheetTranslate): string {
  const counted = (key: SheetWord, count: number): string => (count === 0 ? '' : t(key, { count }))
  const numbered = (key: SheetWord, n: number): string => (n === 0 ? '' : t(key, { n: formatNumber(n) }))
  const joined = (...parts: string[]): string => parts.filter((part) => part !== '').join(', ')
  switch (event.kind) {
    case 'pasted': {
      const { plan } = event
      return joined(
        t('said_pasted', { count: plan.pasted }).replace(String(plan.pasted), formatNumber(plan.pasted)),
        numbered('said_withErrors', plan.errors),
        numbered('said_computedSkipped', plan.computedSkipped),
        numbered('said_readOnlySkipped', plan.readOnlySkipped),
        counted('said_rowsAdded', plan.newRows.length),
        counted('said_columnsCut', plan.columnsCut),
        counted('said_rowsCut', plan.rowsCut),
      )
    }
    case 'wrote':
      return joined(t('said_wrote', { count: event.cells }), numbered('said_withErrors', event.errors))
    case 'cleared':
      return joined(t('said_cleared', { count: event.cells }), numbered('said_readOnlySkipped', event.skipped))
    case 'copied':
      return t('said_copied', { rows: event.rows, columns: event.columns })
    case 'separate-ranges':
      return t('said_separate')
    case 'rows-added':
      return t('said_rowsAdded', { count: event.rows })
    case 'rows-deleted':
      return t('said_deleted', { count: event.rows })
    case 'undone':
    case 'redone':
      return joined(
        t(event.kind === 'undone' ? 'said_undone' : 'said_redone', { count: event.cells }),
        counted('said_changedByOthers', event.changedByOthers),
        counted('said_keptRows', event.keptRows),
      )
    case 'nothing-to-undo':
      return t('said_nothingToUndo')
    case 'nothing-to-redo':
      return t('said_nothingToRedo')
    case 'read-only':
      return t(event.field.type === 'formula' ? 'said_computedField' : 'said_readOnlyField', {
        field: event.field.name,
      })
    case 'changed-while-editing':
      return t('said_changedWhileEditing', { field: event.field.name })
    default:
      return assertNever(event)
  }
}
