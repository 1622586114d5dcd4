import { ActionIcon, Button, CloseButton, TextInput } from '@mantine/core'
import { IconChevronsDown, IconChevronsUp, IconFilter, IconLayersSubtract, IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { formatCell, formatNumber, type CellWords } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import type { RowFilter, SheetModel } from '#client/grid/model/SheetModel.ts'
import { filteredBy, notGroupedBy, type ViewState } from '#client/grid/view/viewState.ts'
import { ChangesChip } from './changes/ChangesChip.tsx'
import { ChangesPopover } from './changes/ChangesPopover.tsx'
import type { ChangedRows } from './changes/useChangedRows.ts'
import { filterText } from './view/filterText.ts'
import type { SheetView } from './view/useSheetView.ts'
import type { SheetTranslate } from './words/useSheetWords.ts'

const TYPING_PAUSE_MS = 200

interface FilterBarProps {
  filter: RowFilter | null
  look: SheetView
  model: SheetModel
  shown: number
  changes: ChangedRows
  onFoldAll: (areClosed: boolean) => void
  words: CellWords
  /** How often the person asked to find rows: each time they are about to type. */
  asked: number
  t: SheetTranslate
  onClose: () => void
}

/** Finds rows by a text, says how they are grouped, and that only some are shown, and which. */
export function FilterBar(props: FilterBarProps) {
  const { filter, look, model, shown, changes, words, t } = props
  const { view } = look
  const isNarrowed = isNarrowing(view, filter)
  return (
    <div className="filterbar" data-testid="filter-bar">
      <Search {...props} />
      <ChangesPopover
        changed={view.changed}
        hasVisit={changes.visit !== null}
        t={t}
        onChange={(changed) => look.change((one) => ({ ...one, changed }))}
      />
      <GroupChips {...props} />
      {isNarrowed && (
        <>
          <IconFilter size={15} stroke={1.8} />
          <PlaceChips {...props} />
          {view.changed !== null && (
            <ChangesChip
              changed={view.changed}
              rows={changes}
              words={words}
              t={t}
              onRemove={() => look.change((one) => ({ ...one, changed: null }))}
            />
          )}
          <ColumnChips {...props} />
          <span role="status" className="filterbar-count">
            {t('showing', { shown: formatNumber(shown), all: formatNumber(model.rowCount()) })}
          </span>
          <Button size="compact-xs" variant="default" onClick={look.showAllRows}>
            {t('clearFilter')}
          </Button>
        </>
      )}
    </div>
  )
}

/** Whether only some rows are asked for. */
export const isNarrowing = (view: ViewState, filter: RowFilter | null): boolean =>
  filter !== null || view.filters.size > 0 || view.changed !== null || view.search !== ''

/** By which columns rows are grouped, the outermost first. */
function GroupChips({ look, model, t, onFoldAll }: FilterBarProps) {
  const fields = look.view.groups.flatMap((key) => model.field(key) ?? [])
  if (fields.length === 0) {
    return null
  }
  return (
    <div className="filterbar-groups" role="group" aria-label={t('viewGroups')}>
      <IconLayersSubtract size={15} stroke={1.8} />
      {fields.map(({ key, name }) => (
        <span key={key} className="tag filterbar-chip">
          <bdi className="ell">{name}</bdi>
          <CloseButton
            size={20}
            aria-label={t('groupRemove', { column: name })}
            onClick={() => look.change((one) => notGroupedBy(one, key))}
          />
        </span>
      ))}
      <ActionIcon
        size={24}
        variant="subtle"
        aria-label={t('groupsOpen')}
        title={t('groupsOpen')}
        onClick={() => onFoldAll(false)}
      >
        <IconChevronsDown size={15} stroke={1.8} />
      </ActionIcon>
      <ActionIcon
        size={24}
        variant="subtle"
        aria-label={t('groupsClose')}
        title={t('groupsClose')}
        onClick={() => onFoldAll(true)}
      >
        <IconChevronsUp size={15} stroke={1.8} />
      </ActionIcon>
    </div>
  )
}

/** Rows that contain the text in any shown column. Escape clears it, and leaves the bar when there is nothing to clear. */
function Search({ look, asked, t, onClose }: FilterBarProps) {
  const { view, change } = look
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const [text, setText] = useState(view.search)
  const [seen, setSeen] = useState(view.search)
  if (seen !== view.search) {
    // cleared from elsewhere, or what was typed has arrived: typing goes on from there
    setSeen(view.search)
    setText(view.search)
  }
  useEffect(() => {
    if (asked > 0) {
      input.current?.focus()
    }
  }, [asked])
  useEffect(() => () => clearTimeout(timer.current), [])

  const search = (next: string, delayMs: number): void => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => change((one) => ({ ...one, search: next.trim() })), delayMs)
  }
  return (
    <TextInput
      ref={input}
      size="xs"
      className="filterbar-search"
      aria-label={t('findInRows')}
      placeholder={t('findInRows')}
      leftSection={<IconSearch size={14} stroke={1.8} />}
      rightSection={
        text !== '' && (
          <CloseButton size="xs" aria-label={t('stopFinding')} tabIndex={-1} onClick={() => search('', 0)} />
        )
      }
      value={text}
      onChange={(event) => search(event.currentTarget.value, TYPING_PAUSE_MS)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault()
          if (text === '') {
            onClose()
          } else {
            search('', 0)
          }
        } else if (event.key === 'Enter') {
          search(text, 0)
        }
      }}
    />
  )
}

/** What the address asks for besides the view. */
function PlaceChips({ filter, look, model, t }: FilterBarProps) {
  if (filter === null) {
    return null
  }
  const labelled = (role: Field['role'], value: string): string => {
    const field = model.fields.find((one) => one.role === role)
    return field === undefined ? value : formatCell(field, value)
  }
  const { site, month, incomplete, errors } = filter
  return (
    <>
      {site !== null && (
        <Chip
          text={t('filterSite', { value: labelled('site', site) })}
          t={t}
          onRemove={() => look.dropFilter('site')}
        />
      )}
      {month !== null && (
        <Chip
          text={t('filterMonth', { value: labelled('month', month) })}
          t={t}
          onRemove={() => look.dropFilter('month')}
        />
      )}
      {incomplete && <Chip text={t('filterIncomplete')} t={t} onRemove={() => look.dropFilter('incomplete')} />}
      {errors && <Chip text={t('filterErrors')} t={t} onRemove={() => look.dropFilter('errors')} />}
    </>
  )
}

function ColumnChips({ look, model, words, t }: FilterBarProps) {
  return [...look.view.filters].flatMap(([key, filter]) => {
    const field = model.field(key)
    return field === undefined
      ? []
      : [
          <Chip
            key={key}
            text={filterText(field, filter, words, t)}
            t={t}
            onRemove={() => look.change((one) => filteredBy(one, key, null))}
          />,
        ]
  })
}

function Chip({ text, t, onRemove }: { text: string; t: SheetTranslate; onRemove: () => void }) {
  return (
    <span className="tag filterbar-chip">
      <bdi className="ell">{text}</bdi>
      <CloseButton size={20} aria-label={t('removeFilter', { filter: text })} onClick={onRemove} />
    </span>
  )
}
