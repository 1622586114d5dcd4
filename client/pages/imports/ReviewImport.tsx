import { Button } from '@mantine/core'
import { useRef, useState, type KeyboardEvent } from 'react'
import { Link } from 'react-router'
import { type ImportReply, type ImportRowReply, ROW_STATES } from '#shared/api/imports.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { Panel } from '#client/components/Panel.tsx'
import { num } from '#client/theme/format.ts'
import { EffectTally } from './EffectTally.tsx'
import { FixRows } from './FixRows.tsx'
import { Reasons } from './Reasons.tsx'
import { RevertDialog } from './RevertDialog.tsx'
import { RowList } from './RowList.tsx'
import { useCommit, useImportEnd } from './importSteps.ts'
import { useImportWords } from './words/useImportWords.ts'
import { WrittenNote } from './WrittenNote.tsx'

/** What an import would do, or did: counts, effect, and rows by what becomes of them. Nothing is written before the button. */
export function ReviewImport(props: { found: ImportReply; sheet: SheetReply; onChangeColumns: () => void }) {
  const { found, sheet, onChangeColumns } = props
  const t = useImportWords()
  const { counts, actions } = found
  const [chosen, setChosen] = useState<ImportRowReply['state'] | null>(null)
  const [said, say] = useState('')
  const [isReverting, setReverting] = useState(false)
  const commit = useCommit(found, { added: counts?.added ?? 0, changed: counts?.changed ?? 0 })
  const giveUp = useImportEnd(found, 'cancel')
  if (counts === null) {
    return null
  }
  // what needs a person comes first
  const open = chosen ?? ROW_ORDER.find((state) => counts[state] > 0) ?? 'added'
  const left = counts.added + counts.changed - counts.written
  return (
    <>
      <WrittenNote found={found} />
      <Panel pad={false}>
        <Tallies counts={counts} open={open} onOpen={setChosen} effect={<EffectTally found={found} />} />
        <div className="imports-rows" role="tabpanel" id="import-rows" aria-label={t(open)}>
          {open === 'rejected' && actions.includes('fix') && counts.rejected > 0 ? (
            <FixRows found={found} sheet={sheet} say={say} />
          ) : (
            <RowList key={open} found={found} sheet={sheet} state={open} />
          )}
        </div>
      </Panel>
      <p className="cap" role="status">
        {said}
      </p>
      <Reasons of={commit} />
      <Reasons of={giveUp} />
      <div className="imports-foot">
        <p className="cap">
          {counts.rejected > 0 && left > 0 ? t('commitRest') : left === 0 ? t('nothingToWrite') : ''}
        </p>
        {actions.includes('revert') && (
          <Button variant="default" onClick={() => setReverting(true)}>
            {t('revert')}
          </Button>
        )}
        {actions.includes('cancel') && counts.written === 0 && (
          <Button variant="subtle" loading={giveUp.isPending} onClick={giveUp.send}>
            {t('giveUp')}
          </Button>
        )}
        {actions.includes('edit') && (
          <Button variant="default" onClick={onChangeColumns}>
            {t('editColumns')}
          </Button>
        )}
        {counts.written > 0 && (
          <Button
            variant={left > 0 ? 'default' : 'filled'}
            component={Link}
            to={`/sheets/${sheet.table_id}/${sheet.cycle_id}`}
          >
            {t('toSheet')}
          </Button>
        )}
        {actions.includes('commit') && left > 0 && (
          <Button loading={commit.isPending} onClick={commit.send}>
            {t('commit', { count: left, shown: num(left) })}
          </Button>
        )}
      </div>
      {isReverting && <RevertDialog found={found} counts={counts} onClose={() => setReverting(false)} />}
    </>
  )
}

const ROW_ORDER: readonly ImportRowReply['state'][] = ['rejected', 'changed', 'added', 'unchanged']

type Counts = NonNullable<ImportReply['counts']>

/** The four counts, as tabs: arrow keys go along them. */
function Tallies(props: {
  counts: Counts
  open: ImportRowReply['state']
  onOpen: (state: ImportRowReply['state']) => void
  effect: React.ReactNode
}) {
  const { counts, open, onOpen, effect } = props
  const t = useImportWords()
  const list = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    const isBack = event.key === (document.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft')
    const isOn = event.key === (document.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight')
    if (isBack || isOn) {
      const at = (ROW_STATES.indexOf(open) + (isOn ? 1 : ROW_STATES.length - 1)) % ROW_STATES.length
      onOpen(ROW_STATES[at]!)
      list.current?.querySelectorAll<HTMLElement>('[role=tab]')[at]?.focus()
    }
  }
  return (
    <div className="imports-tallies">
      <div ref={list} className="imports-tabs" role="tablist" aria-label={t('rowsOf')} onKeyDown={move} tabIndex={-1}>
        {ROW_STATES.map((state) => (
          <button
            key={state}
            type="button"
            role="tab"
            aria-selected={state === open}
            aria-controls="import-rows"
            tabIndex={state === open ? 0 : -1}
            className="imports-tally"
            data-bad={(state === 'rejected' && counts.rejected > 0) || undefined}
            onClick={() => onOpen(state)}
          >
            <b>
              <bdi>{num(counts[state])}</bdi>
            </b>
            <span className="cap">{t(state)}</span>
          </button>
        ))}
      </div>
      {effect}
    </div>
  )
}
