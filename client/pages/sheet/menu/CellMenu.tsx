import { Menu } from '@mantine/core'
import {
  IconArrowBarToDown,
  IconArrowDown,
  IconArrowUp,
  IconCalendarDown,
  IconCalendarStats,
  IconClipboard,
  IconCopy,
  IconCopyPlus,
  IconCut,
  IconEaseInOutControlPoints,
  IconEraser,
  IconForms,
  IconHistory,
  IconListSearch,
  IconMathFunction,
  IconNotes,
  IconPaperclip,
  IconRowInsertBottom,
  IconRowInsertTop,
  IconTrash,
  IconTrashOff,
} from '@tabler/icons-react'
import type { ReactNode, RefObject } from 'react'
import { useEstimateWords } from '#client/features/estimates/words/useEstimateWords.ts'
import { readClipboard } from '#client/grid/clipboard/systemClipboard.ts'
import type { GridController } from '#client/grid/GridController.ts'
import type { RowGestures } from '#client/grid/rows/RowGestures.ts'
import type { BulkAction } from '../bulk/BulkDialog.tsx'
import type { CellEstimate } from '../estimates/CellEstimate.tsx'
import type { ScopeKind } from '../history/historyQueries.ts'
import type { SheetPanel } from '../SheetPanels.tsx'
import { keyName } from '../shortcuts/keyName.ts'
import { MenuPlace } from '../view/MenuPlace.tsx'
import type { SheetTranslate } from '../words/useSheetWords.ts'

const ICON = { size: 15, stroke: 1.6 } as const

/** What can be done with the selected cells and asked about the active one, where it was clicked. */
export function CellMenu(props: {
  place: { x: number; y: number }
  controller: RefObject<GridController | null>
  canWrite: boolean
  canAddRows: boolean
  canDeleteRows: boolean
  rtl: boolean
  t: SheetTranslate
  say: (text: string) => void
  onHistory: (scope: ScopeKind) => void
  onPanel: (panel: SheetPanel) => void
  /** The table has months and this person may write them. */
  canSplit: boolean
  /** The active row is a bill that goes beyond the cycle. */
  isStraddling: boolean
  /** The table has a column of factors and this person may write it. */
  canChooseFactors: boolean
  onBulk: (action: BulkAction) => void
  /** What can be done about an estimate in the active cell; null: nothing. */
  estimate: CellEstimate | null
  onEstimate: (of: CellEstimate) => void
  onClose: () => void
}) {
  const { controller, canWrite, rtl, t, onHistory, estimate } = props
  const te = useEstimateWords()
  const sayKeys = (keys: string) => (): void => props.say(t('menuUseKeys', { keys: keyName(keys) }))
  const rows = (): RowGestures | undefined => controller.current?.gestures.rows
  const copy = async (): Promise<boolean> => {
    const copying = controller.current?.gestures.copying
    const cells = copying?.cells() ?? null
    const isWritten = cells !== null && (await copying?.write(cells, rtl)) === true
    controller.current?.schedulePaint()
    return isWritten
  }
  const cut = async (): Promise<void> => {
    if (await copy()) {
      controller.current?.gestures.clear()
    }
  }
  const paste = async (): Promise<void> => {
    const block = await readClipboard()
    controller.current?.gestures.paste(block)
  }
  const item = (icon: ReactNode, label: string, keys: string, act: () => void): ReactNode => (
    <Menu.Item
      leftSection={icon}
      rightSection={
        keys === '' ? null : (
          <kbd className="kbd" dir="ltr">
            {keyName(keys)}
          </kbd>
        )
      }
      onClick={act}
    >
      {label}
    </Menu.Item>
  )
  return (
    <Menu opened onClose={props.onClose} position="bottom-start" offset={2} returnFocus>
      <Menu.Target>
        <MenuPlace place={props.place} label={t('menuTitle')} />
      </Menu.Target>
      <Menu.Dropdown>
        {canWrite && item(<IconCut {...ICON} />, t('menuCut'), 'mod+X', () => void cut().catch(sayKeys('mod+X')))}
        {item(<IconCopy {...ICON} />, t('menuCopy'), 'mod+C', () => void copy().catch(sayKeys('mod+C')))}
        {canWrite &&
          item(<IconClipboard {...ICON} />, t('menuPaste'), 'mod+V', () => void paste().catch(sayKeys('mod+V')))}
        <Menu.Divider />
        {canWrite &&
          item(<IconArrowBarToDown {...ICON} />, t('menuFillDown'), 'mod+D', () =>
            controller.current?.gestures.filling.repeat('down'),
          )}
        {canWrite &&
          item(<IconEraser {...ICON} />, t('menuClear'), 'Delete', () => controller.current?.gestures.clear())}
        {props.canAddRows && (
          <>
            {item(<IconRowInsertTop {...ICON} />, t('menuInsertAbove'), 'mod+Shift++', () => rows()?.insertAbove())}
            {item(<IconRowInsertBottom {...ICON} />, t('menuAddBelow'), '', () => rows()?.add())}
            {item(<IconCopyPlus {...ICON} />, t('menuDuplicateRows'), '', () => rows()?.duplicate())}
            {item(<IconArrowUp {...ICON} />, t('menuMoveUp'), 'Alt+Shift+↑', () => rows()?.moveBy(-1))}
            {item(<IconArrowDown {...ICON} />, t('menuMoveDown'), 'Alt+Shift+↓', () => rows()?.moveBy(1))}
          </>
        )}
        {props.canDeleteRows && (
          <>
            {item(<IconTrash {...ICON} />, t('deleteRows'), 'mod+-', () => rows()?.delete())}
            {item(<IconTrashOff {...ICON} />, t('deletedRowsOpen'), '', () => props.onPanel('deleted-rows'))}
          </>
        )}
        {canWrite && (
          <>
            <Menu.Divider />
            {item(<IconForms {...ICON} />, t('bulkSetOpen'), '', () => props.onBulk('set'))}
            {item(<IconCalendarDown {...ICON} />, t('bulkCarryOpen'), '', () => props.onBulk('carry'))}
            {props.canChooseFactors &&
              item(<IconListSearch {...ICON} />, t('suggestOpen'), '', () => props.onBulk('factors'))}
            {props.canSplit &&
              item(
                <IconCalendarStats {...ICON} />,
                t(props.isStraddling ? 'bulkProrateOpen' : 'bulkSplitOpen'),
                '',
                () => props.onBulk('split'),
              )}
            <Menu.Divider />
          </>
        )}
        {estimate !== null &&
          item(
            <IconEaseInOutControlPoints {...ICON} />,
            te(estimate.kind === 'make' ? 'estimateCell' : 'aboutCell'),
            '',
            () => props.onEstimate(estimate),
          )}
        {controller.current?.files.isActive() === true &&
          item(<IconPaperclip {...ICON} />, t('evidenceOpen'), 'F2', () => controller.current?.files.open())}
        {item(<IconNotes {...ICON} />, t('noteOpen'), 'Shift+F2', () => props.onPanel('note'))}
        {item(<IconHistory {...ICON} />, t('historyOfCell'), 'Alt+Shift+H', () => onHistory('cell'))}
        {item(<IconHistory {...ICON} />, t('historyOfRow'), '', () => onHistory('row'))}
        {item(<IconMathFunction {...ICON} />, t('explainTitle'), '', () => props.onPanel('explain'))}
      </Menu.Dropdown>
    </Menu>
  )
}
