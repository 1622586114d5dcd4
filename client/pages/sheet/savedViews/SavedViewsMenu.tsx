import { Menu, UnstyledButton } from '@mantine/core'
import {
  IconArrowBackUp,
  IconCheck,
  IconChevronDown,
  IconDeviceFloppy,
  IconHome,
  IconLayersSubtract,
  IconPencil,
  IconPlus,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { SheetViewReply } from '#shared/api/sheetViews.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import { RowHeightItems } from '../view/RowHeightItems.tsx'
import type { SheetView } from '../view/useSheetView.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { DeleteViewDialog, NameViewDialog } from './ViewDialogs.tsx'
import type { SavedViews, ViewAction } from './useSavedViews.ts'
import './savedViews.css'

const ICON = { size: 15, stroke: 1.6 } as const

interface MenuProps {
  saved: SavedViews
  look: SheetView
  phone: boolean
  t: SheetTranslate
  say: (text: string) => void
  focusGrid: () => void
  onPanel: (panel: 'view') => void
}

/** Which view is on screen, the others, and what can be done with them. */
export function SavedViewsMenu(props: MenuProps) {
  const { saved, t, say, focusGrid } = props
  const { current, isChanged } = saved
  const [dialog, setDialog] = useState<'save-as' | 'rename' | 'delete' | null>(null)
  const name = current?.name ?? t(isChanged ? 'viewUnsaved' : 'viewStandard')
  const isMarked = current !== null && isChanged
  const close = (): void => {
    setDialog(null)
    requestAnimationFrame(focusGrid)
  }
  const run = (action: ViewAction, done: string): void => {
    saved.act(action).then(
      () => say(done),
      (error: Error) => say(t('viewFailed', { why: reasonsOf(error).join(' ') })),
    )
    requestAnimationFrame(focusGrid)
  }
  return (
    <>
      <Menu position="bottom-start" offset={4} width={270} onOpen={saved.refresh}>
        <Menu.Target>
          <UnstyledButton
            className="tool saved-views"
            data-testid="saved-views"
            aria-label={t(isMarked ? 'viewsChanged' : 'views', { name })}
          >
            <bdi className="ell">{name}</bdi>
            {isMarked && <span className="saved-views-mark">{t('viewChanged')}</span>}
            <IconChevronDown size={14} stroke={1.8} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <div className="saved-views-list">
            <Views {...props} />
          </div>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLayersSubtract {...ICON} />} onClick={() => props.onPanel('view')}>
            {t('viewPanelOpen')}
          </Menu.Item>
          {!props.phone && <RowHeightItems look={props.look} {...{ t, focusGrid }} />}
          <Actions {...props} run={run} onDialog={setDialog} />
        </Menu.Dropdown>
      </Menu>
      {(dialog === 'save-as' || (dialog === 'rename' && current !== null)) && (
        <NameViewDialog
          view={dialog === 'rename' ? current : null}
          saved={saved}
          t={t}
          onSaved={(given) => say(t('viewSaved', { name: given }))}
          onClose={close}
        />
      )}
      {dialog === 'delete' && current !== null && (
        <DeleteViewDialog
          view={current}
          saved={saved}
          t={t}
          onDeleted={() => say(t('viewDeleted', { name: current.name }))}
          onClose={close}
        />
      )}
    </>
  )
}

/** The plain view, one's own and the shared ones. */
function Views({ saved, t, say, focusGrid }: MenuProps) {
  const { current, isChanged } = saved
  const open = (view: SheetViewReply | null): void => {
    saved.open(view)
    say(t('viewOpened', { name: view?.name ?? t('viewStandard') }))
    requestAnimationFrame(focusGrid)
  }
  const item = (view: SheetViewReply) => (
    <Menu.Item
      key={view.id}
      leftSection={<Check isOn={current?.id === view.id} />}
      aria-current={current?.id === view.id}
      onClick={() => open(view)}
    >
      <bdi>{view.name}</bdi>
      {view.id === saved.myDefault && <span className="cap saved-views-note">{t('viewMyDefault')}</span>}
      {view.id === saved.tableDefault && <span className="cap saved-views-note">{t('viewTableDefault')}</span>}
    </Menu.Item>
  )
  const [mine, shared] = [saved.all.filter((view) => !view.shared), saved.all.filter((view) => view.shared)]
  const isPlain = current === null && !isChanged
  return (
    <>
      <Menu.Item leftSection={<Check isOn={isPlain} />} aria-current={isPlain} onClick={() => open(null)}>
        {t('viewStandard')}
      </Menu.Item>
      {mine.length > 0 && <Menu.Label>{t('viewsMine')}</Menu.Label>}
      {mine.map(item)}
      {shared.length > 0 && <Menu.Label>{t('viewsShared')}</Menu.Label>}
      {shared.map(item)}
    </>
  )
}

const Check = ({ isOn }: { isOn: boolean }) => (isOn ? <IconCheck {...ICON} /> : <span className="saved-views-gap" />)

function Actions(
  props: MenuProps & {
    run: (action: ViewAction, done: string) => void
    onDialog: (dialog: 'save-as' | 'rename' | 'delete') => void
  },
) {
  const { saved, t, run, onDialog } = props
  const { current, isChanged } = saved
  const mayChange = current !== null && saved.mayChange(current)
  return (
    <>
      {current !== null && isChanged && mayChange && (
        <Menu.Item
          leftSection={<IconDeviceFloppy {...ICON} />}
          onClick={() => run({ kind: 'save', of: current }, t('viewSaved', { name: current.name }))}
        >
          {t(current.shared ? 'viewSaveForAll' : 'viewSave')}
        </Menu.Item>
      )}
      {current !== null && isChanged && (
        <Menu.Item
          leftSection={<IconArrowBackUp {...ICON} />}
          onClick={() => {
            saved.open(current)
            requestAnimationFrame(props.focusGrid)
          }}
        >
          {t('viewRevert')}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconPlus {...ICON} />} onClick={() => onDialog('save-as')}>
        {t('viewSaveAs')}
      </Menu.Item>
      {current !== null && <Beginnings {...props} view={current} />}
      {mayChange && (
        <>
          <Menu.Divider />
          <Menu.Item leftSection={<IconPencil {...ICON} />} onClick={() => onDialog('rename')}>
            {t('viewRename')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash {...ICON} />} onClick={() => onDialog('delete')}>
            {t('viewDelete')}
          </Menu.Item>
        </>
      )}
    </>
  )
}

/** Who begins with the view on screen. */
function Beginnings({
  saved,
  view,
  t,
  run,
}: MenuProps & { view: SheetViewReply; run: (action: ViewAction, done: string) => void }) {
  const isMine = saved.myDefault === view.id
  const isTables = saved.tableDefault === view.id
  const begin = (whose: 'me' | 'everybody', isSo: boolean, done: string): void =>
    run({ kind: 'begin', of: isSo ? null : view, whose }, done)
  return (
    <>
      <Menu.Item
        leftSection={<IconHome {...ICON} />}
        onClick={() => begin('me', isMine, t(isMine ? 'viewBeginNot' : 'viewBegin'))}
      >
        {t(isMine ? 'viewBeginNot' : 'viewBegin')}
      </Menu.Item>
      {view.shared && saved.mayShare && (
        <Menu.Item
          leftSection={<IconUsers {...ICON} />}
          onClick={() => begin('everybody', isTables, t(isTables ? 'viewBeginAllNot' : 'viewBeginAll'))}
        >
          {t(isTables ? 'viewBeginAllNot' : 'viewBeginAll')}
        </Menu.Item>
      )}
    </>
  )
}
