import { Button, SegmentedControl, Select } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { GestureReply } from '#shared/api/history.ts'
import { HISTORY_KINDS, type HistoryKind } from '#shared/cells/changeKinds.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import type { CellRef } from '#client/grid/Selection.ts'
import type { HistoryFace } from './HistoryChange.tsx'
import { EntryActions, Beginning } from './EntryActions.tsx'
import { HistoryEntry } from './HistoryEntry.tsx'
import {
  historyQuery,
  outlineQuery,
  useFreshHistory,
  type HistoryFilter,
  type ScopeKind,
  type SheetAddress,
} from './historyQueries.ts'
import type { PresentSheet, RestorePlan } from './restore.ts'
import { WhyFactor } from '../explain/WhyFactor.tsx'
import { SideHead } from '../SideHead.tsx'
import { Timeline } from './Timeline.tsx'
import type { TimeTravel } from './useTimeTravel.ts'
import './history.css'

/** Who changed what, for the active cell, its row or the whole sheet; and the way to any moment of it. */
export function HistoryPanel(props: {
  sheet: SheetAddress
  cell: CellRef | null
  scope: ScopeKind
  onScope: (scope: ScopeKind) => void
  travel: TimeTravel
  face: HistoryFace
  present: PresentSheet
  onRestore: (plan: RestorePlan) => void
  /** Null: this person brings no rows back. */
  onDeletedRows: (() => void) | null
  onClose: () => void
}) {
  const { sheet, cell, travel, face, present } = props
  const { t, model } = face
  const [filter, setFilter] = useState<HistoryFilter>({})
  const scope = cell === null ? 'sheet' : props.scope
  const isComputed = scope === 'cell' && model.field(cell?.key ?? '')?.type === 'formula'
  const of =
    cell === null || scope === 'sheet'
      ? {}
      : scope === 'row' || isComputed
        ? { row: cell.row }
        : { row: cell.row, field: cell.key }
  const asked = scope === 'sheet' ? filter : {}
  useFreshHistory(sheet)
  const found = useInfiniteQuery(historyQuery(sheet, of, asked))
  const entries = found.data?.pages.flatMap((page) => page.data) ?? []
  const on = travel.moment === null ? -1 : entries.findIndex(({ at }) => at <= travel.moment!)
  const value = cell === null ? null : model.value(cell.row, cell.key)
  const isFactor = model.field(cell?.key ?? '')?.type === 'factor'
  const factorId = isFactor && typeof value === 'string' ? value : null
  const steps = stepsOf(entries, on, travel, found.hasNextPage)
  const named = scope === 'sheet' ? 'cell' : scope === 'row' || isComputed ? 'field' : 'no'
  return (
    <aside className="side history" aria-label={t('historyTitle')} data-testid="history">
      <SideHead title={t('historyTitle')} t={t} onClose={props.onClose} />
      <Timeline sheet={sheet} moment={travel.moment} onMoment={travel.goTo} {...steps} t={t} />
      <div className="hist-scope">
        <SegmentedControl
          className="seg"
          fullWidth
          aria-label={t('historyScope')}
          value={scope}
          data={[
            { value: 'cell', label: t('scopeCell'), disabled: cell === null },
            { value: 'row', label: t('scopeRow'), disabled: cell === null },
            { value: 'sheet', label: t('scopeSheet') },
          ]}
          onChange={(value) => props.onScope(value === 'cell' || value === 'row' ? value : 'sheet')}
        />
        {scope === 'sheet' && <Filters sheet={sheet} filter={filter} onFilter={setFilter} t={t} />}
      </div>
      <div className="side-scroll">
        {cell !== null && scope !== 'sheet' && (
          <div className="cap">
            {scope === 'cell' && `${model.field(cell.key)?.name ?? ''} · `}
            <bdi>{face.rowName(cell.row)}</bdi>
          </div>
        )}
        {isComputed && (
          <p className="cap">{t('historyComputed', { field: model.field(cell?.key ?? '')?.name ?? '' })}</p>
        )}
        {scope === 'cell' && travel.moment === null && factorId !== null && cell !== null && (
          <WhyFactor sheet={sheet} cell={cell} factorId={factorId} t={t} />
        )}
        {found.isError && <LoadFailure error={found.error} onRetry={() => void found.refetch()} />}
        {found.isPending && <Loading />}
        {found.isSuccess && entries.length === 0 && (
          <p className="dim">{t(Object.keys(asked).length > 0 ? 'historyNoneFiltered' : 'historyNone')}</p>
        )}
        <ol className="hist">
          {entries.map((entry, i) => (
            <HistoryEntry
              key={entry.id}
              sheet={sheet}
              entry={entry}
              named={named}
              isOn={i === on}
              face={face}
              actions={
                <EntryActions
                  sheet={sheet}
                  scope={isComputed ? 'row' : scope}
                  entries={entries}
                  index={i}
                  face={face}
                  present={present}
                  onSee={i === on ? null : () => travel.goTo(entry.at)}
                  onRestore={props.onRestore}
                />
              }
            />
          ))}
          {found.isSuccess && !found.hasNextPage && entries.length > 0 && scope !== 'sheet' && (
            <Beginning
              scope={isComputed ? 'row' : scope}
              entries={entries}
              face={face}
              present={present}
              onRestore={props.onRestore}
            />
          )}
        </ol>
        {found.hasNextPage && (
          <Button variant="default" fullWidth disabled={found.isFetching} onClick={() => void found.fetchNextPage()}>
            {t('historyMore')}
          </Button>
        )}
      </div>
      <div className="side-foot">
        <span className="cap">
          {t('historyFoot')}{' '}
          {props.onDeletedRows !== null && (
            <button type="button" className="link" onClick={props.onDeletedRows}>
              {t('deletedRows')}
            </button>
          )}
        </span>
      </div>
    </aside>
  )
}

/** From one change to the next, in the list that is shown. */
function stepsOf(
  entries: readonly GestureReply[],
  on: number,
  travel: TimeTravel,
  hasMore: boolean,
): { onOlder: (() => void) | null; onNewer: (() => void) | null } {
  const [older, newer] = [entries[Math.max(on, 0) + 1], entries[on - 1]]
  const oldest = entries.at(-1)
  const isBefore = travel.moment !== null && on < 0
  return {
    onOlder:
      isBefore || oldest === undefined
        ? null
        : older !== undefined
          ? () => travel.goTo(older.at)
          : hasMore
            ? null
            : () => travel.goTo(justBefore(oldest.at)),
    onNewer:
      travel.moment === null
        ? null
        : isBefore && oldest !== undefined
          ? () => travel.goTo(oldest.at)
          : () => travel.goTo(on <= 1 || newer === undefined ? null : newer.at),
  }
}

const justBefore = (iso: string): string => new Date(new Date(iso).getTime() - 1).toISOString()

const isKind = (value: string | null): value is HistoryKind => HISTORY_KINDS.some((kind) => kind === value)

function Filters(props: {
  sheet: SheetAddress
  filter: HistoryFilter
  onFilter: (filter: HistoryFilter) => void
  t: HistoryFace['t']
}) {
  const { filter, onFilter, t } = props
  const { data } = useQuery(outlineQuery(props.sheet, null))
  const kinds = HISTORY_KINDS.filter((kind) => data?.gestures.includes(kind) === true)
  return (
    <div className="row hist-filters">
      <Select
        aria-label={t('byPerson')}
        placeholder={t('anybody')}
        clearable
        value={filter.user ?? null}
        data={(data?.people ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(user) => onFilter({ ...without(filter, 'user'), ...(user === null ? {} : { user }) })}
      />
      <Select
        aria-label={t('byGesture')}
        placeholder={t('anyGesture')}
        clearable
        value={filter.gesture ?? null}
        data={kinds.map((kind) => ({ value: kind, label: nameOfKind(kind, t) }))}
        onChange={(kind) => onFilter({ ...without(filter, 'gesture'), ...(isKind(kind) ? { gesture: kind } : {}) })}
      />
    </div>
  )
}

function without(filter: HistoryFilter, key: keyof HistoryFilter): HistoryFilter {
  const { [key]: _gone, ...rest } = filter
  return rest
}

function nameOfKind(kind: HistoryKind, t: HistoryFace['t']): string {
  switch (kind) {
    case 'rows-added':
      return t('did_rowsAdded')
    case 'rows-deleted':
      return t('did_rowsDeleted')
    case 'rows-moved':
      return t('did_rowsMoved')
    default:
      return t(`did_${kind}`)
  }
}

function Loading() {
  return (
    <div className="hist-loading" aria-busy="true">
      {[0, 1, 2].map((i) => (
        <div key={i} className="sk" />
      ))}
    </div>
  )
}
