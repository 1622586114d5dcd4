import { assertNever } from '#shared/result/assertNever.ts'
import { formatNumber } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { isReleasedResult } from '#shared/fields/isReleasedResult.ts'
import type { GridEvent } from '#client/grid/GridGestures.ts'
import type { GroupLabel } from '#client/grid/groups/groupLabel.ts'
import type { GroupHead } from '#client/grid/groups/layOutGroups.ts'
import type { PastePlan } from '#client/grid/paste/pasteBlock.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import { unitText } from '#client/grid/unitText.ts'
import type { SheetTranslate, SheetWord } from './words/useSheetWords.ts'

/** How things of the sheet are called. */
export interface SheetNames {
  /** Why a field cannot be written. */
  why: (field: Field) => string
  cell: (cell: CellRef) => string
  group: (head: GroupHead) => GroupLabel | null
}

/** So many cells are named, the others are counted. */
const NAMED = 3

/** One sentence about what a gesture did, for the status bar and for screen readers. */
export function sayEvent(event: GridEvent, t: SheetTranslate, names: SheetNames): string {
  const { counted, numbered } = counters(t)
  switch (event.kind) {
    case 'pasted': {
      const { plan } = event
      return joined(
        t('said_pasted', { count: plan.pasted }).replace(String(plan.pasted), formatNumber(plan.pasted)),
        numbered('said_withErrors', plan.rejected.length),
        counted('said_rowsAdded', plan.newRows.length),
        sayPasteDetails(plan, t),
      )
    }
    case 'wrote':
      return joined(
        t('said_wrote', { count: event.cells }),
        event.convertedFrom === null ? '' : t('said_convertedFrom', { unit: unitText(event.convertedFrom) }),
        numbered('said_withErrors', event.errors),
      )
    case 'filled':
      return joined(
        t('said_filled', { count: event.cells }),
        numbered('said_withErrors', event.errors),
        numbered('said_readOnlySkipped', event.skipped),
      )
    case 'replaced':
      return joined(
        t('said_replaced', { count: event.cells }),
        numbered('said_withErrors', event.errors),
        numbered('said_replacedSkipped', event.skipped),
      )
    case 'cleared':
      return (
        joined(counted('said_cleared', event.cells), numbered('said_readOnlySkipped', event.skipped)) ||
        t('said_nothingToClear')
      )
    case 'copied':
      return t('said_copied', { rows: event.rows, columns: event.columns })
    case 'copying':
      return t('said_copying', { percent: Math.round(event.done * 100) })
    case 'copy-cancelled':
      return t('said_copyCancelled')
    case 'copy-failed':
      return t('said_copyFailed')
    case 'separate-ranges':
      return t('said_separate')
    case 'rows-added':
      return t('said_rowsAdded', { count: event.rows })
    case 'rows-duplicated':
      return t('said_rowsDuplicated', { count: event.rows })
    case 'rows-deleted':
      return t('said_deleted', { count: event.rows })
    case 'rows-moved':
      return t('said_moved', { count: event.rows })
    case 'rows-not-moved':
      return t(event.why === 'view' ? 'said_notMovedView' : 'said_notMovedRights')
    case 'undone':
    case 'redone':
      return joined(
        t(event.kind === 'undone' ? 'said_undone' : 'said_redone', { count: event.cells }),
        changedByOthers(event.changedByOthers, t, names),
        counted('said_notAllowed', event.notAllowed),
        counted('said_keptRows', event.keptRows),
      )
    case 'gesture-cancelled':
      return t('said_gestureCancelled')
    case 'nothing-to-undo':
      return t('said_nothingToUndo')
    case 'nothing-to-redo':
      return t('said_nothingToRedo')
    case 'groups-folded':
      return event.head === null
        ? t(event.isClosed ? 'said_groupsClosed' : 'said_groupsOpened')
        : t(event.isClosed ? 'said_groupClosed' : 'said_groupOpened', {
            group: names.group(event.head)?.value ?? '',
            rows: names.group(event.head)?.rows ?? '',
          })
    case 'read-only':
      return t(
        event.field.type === 'formula' && !isReleasedResult(event.field) ? 'said_computedField' : 'said_readOnlyField',
        {
          field: event.field.name,
          why: names.why(event.field),
        },
      )
    case 'changed-while-editing':
      return t('said_changedWhileEditing', { field: event.field.name })
    default:
      return assertNever(event)
  }
}

/** What of a paste is converted, and what is not written and why; empty when everything is written as it is. */
export function sayPasteDetails(plan: PastePlan, t: SheetTranslate): string {
  const { counted, numbered } = counters(t)
  return joined(
    ...plan.converted.map(({ unit, cells }) => t('said_converted', { n: formatNumber(cells), unit: unitText(unit) })),
    numbered('said_errorsSkipped', plan.errorsSkipped),
    numbered('said_computedSkipped', plan.computedSkipped),
    numbered('said_readOnlySkipped', plan.readOnlySkipped),
    counted('said_columnsCut', plan.columnsCut),
    counted('said_rowsCut', plan.rowsCut),
  )
}

const joined = (...parts: string[]): string => parts.filter((part) => part !== '').join(', ')

/** Parts of a sentence with a number; a part is empty when its number is 0. */
const counters = (t: SheetTranslate) => ({
  counted: (key: SheetWord, count: number): string => (count === 0 ? '' : t(key, { count })),
  numbered: (key: SheetWord, n: number): string => (n === 0 ? '' : t(key, { n: formatNumber(n) })),
})

function changedByOthers(cells: readonly CellRef[], t: SheetTranslate, names: SheetNames): string {
  if (cells.length === 0) {
    return ''
  }
  const named = cells.slice(0, NAMED).map(names.cell).join('; ')
  const more = cells.length - NAMED
  return t('said_which', {
    sentence: t('said_changedByOthers', { count: cells.length }),
    cells: more > 0 ? t('said_andMore', { cells: named, n: formatNumber(more) }) : named,
  })
}
