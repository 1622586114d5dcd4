import { ActionIcon, Tooltip } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconColumns3,
  IconFilter,
  IconHistory,
  IconMathFunction,
  IconRowInsertBottom,
  IconTrash,
  IconUpload,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { SheetReply } from '#shared/api/sheets.ts'
import { Chip } from '#client/components/Chip.tsx'
import { ScopeMark } from '#client/components/ScopeMark.tsx'
import { ExportMenu } from '#client/features/exports/ExportMenu.tsx'
import type { ShownView } from '#client/features/exports/useExport.ts'
import { importsPath } from '#client/features/imports/useBringFile.ts'
import { TableMenu } from '#client/features/structure/TableMenu.tsx'
import { useMayManage } from '#client/features/structure/useMayManage.ts'
import type { SheetTranslate } from './words/useSheetWords.ts'

const ICON = { size: 17, stroke: 1.6 } as const

/** Where this sheet belongs, who is here, and the tools. */
export function SheetHead(props: {
  description: SheetReply
  errors: number
  /** Who else is here. */
  people: ReactNode
  canWrite: boolean
  canAddRows: boolean
  canDeleteRows: boolean
  isExplaining: boolean
  isHistory: boolean
  isFinding: boolean
  /** Which view this is, and the others. */
  views: ReactNode
  /** What a file of this view is of; null: of the whole table. */
  shownView: ShownView | null
  /** The entry that brings hidden columns back. */
  hiddenColumns: ReactNode
  t: SheetTranslate
  say: (text: string) => void
  onAddRow: () => void
  onDeleteRows: () => void
  onUndo: () => void
  onFind: () => void
  onRedo: () => void
  onExplain: () => void
  onHistory: () => void
}) {
  const { description, errors, people, canWrite, t } = props
  const { module, table } = description
  const may = useMayManage()
  return (
    <div className="sheet-head">
      <ScopeMark scope={module.scope} size={18} />
      <span className="ell">
        <Link className="dim link-plain hide-s" to={`/modules/${module.id}?cycle=${description.cycle_id}`}>
          {module.name}
        </Link>
        <span className="slash hide-s"> / </span>
        <b className="sheet-title">{table.name}</b>
      </span>
      {props.views}
      {errors > 0 && <Chip tone="bad">{t('errors', { count: errors })}</Chip>}
      <div className="sheet-tools">
        {people}
        {canWrite && (
          <>
            <Tool label={t('undo')} isMinor onClick={props.onUndo}>
              <IconArrowBackUp {...ICON} />
            </Tool>
            <Tool label={t('redo')} isMinor onClick={props.onRedo}>
              <IconArrowForwardUp {...ICON} />
            </Tool>
          </>
        )}
        {props.canAddRows && (
          <Tool label={t('addRow')} onClick={props.onAddRow}>
            <IconRowInsertBottom {...ICON} />
          </Tool>
        )}
        {props.canDeleteRows && (
          <Tool label={t('deleteRows')} isMinor onClick={props.onDeleteRows}>
            <IconTrash {...ICON} />
          </Tool>
        )}
        {props.hiddenColumns}
        <Tooltip label={t('designerOpen')}>
          <ActionIcon
            className="tool-icon hide-s"
            aria-label={t('designerOpen')}
            component={Link}
            to={`/sheets/${description.table_id}/${description.cycle_id}/fields`}
          >
            <IconColumns3 {...ICON} />
          </ActionIcon>
        </Tooltip>
        <Tool label={t('findRows')} isPressed={props.isFinding} onClick={props.onFind}>
          <IconFilter {...ICON} />
        </Tool>
        <Tool label={t('history')} isPressed={props.isHistory} onClick={props.onHistory}>
          <IconHistory {...ICON} />
        </Tool>
        <Tool label={t('explain')} isPressed={props.isExplaining} onClick={props.onExplain}>
          <IconMathFunction {...ICON} />
        </Tool>
        {canWrite && (
          <Tooltip label={t('importRows')}>
            <ActionIcon
              className="tool-icon hide-s"
              aria-label={t('importRows')}
              component={Link}
              to={importsPath(description)}
            >
              <IconUpload {...ICON} />
            </ActionIcon>
          </Tooltip>
        )}
        <ExportMenu sheet={description} view={props.shownView} canWrite={canWrite} say={props.say} />
        {may.tablesOf(module) && (
          <span className="hide-s">
            <TableMenu table={table} module={module} cycleId={description.cycle_id} />
          </span>
        )}
      </div>
    </div>
  )
}

function Tool(props: {
  label: string
  isPressed?: boolean
  isMinor?: boolean
  onClick: () => void
  children: ReactNode
}) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        className={props.isMinor === true ? 'tool-icon hide-s' : 'tool-icon'}
        aria-label={props.label}
        aria-pressed={props.isPressed}
        // The grid keeps its focus, so that the next key goes on where it was.
        onMouseDown={(event) => event.preventDefault()}
        onClick={props.onClick}
      >
        {props.children}
      </ActionIcon>
    </Tooltip>
  )
}
