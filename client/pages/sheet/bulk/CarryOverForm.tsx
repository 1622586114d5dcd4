import { Button, Checkbox, MultiSelect, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { newRowIds } from '#collab/schema/rowId.ts'
import type { CycleReply } from '#shared/api/cycles.ts'
import { formatNumber } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { hasChosen, rowsOf, type BulkFace, type BulkRows } from './BulkFace.ts'
import { planCarryOver } from './carryOver.ts'
import { usualMatch } from './matchRows.ts'
import { monthsBetween } from '#shared/cycles/monthShift.ts'
import { otherRowsQuery, useOtherCycles } from './otherCycle.ts'
import { RowsChoice } from './RowsChoice.tsx'

/** What was entered in another cycle, into the rows of the same sources here. */
export function CarryOverForm({ face }: { face: BulkFace }) {
  const { t } = face
  const cycles = useOtherCycles(face.description.cycle)
  const [chosen, setChosen] = useState<string | null>(null)
  const cycle = cycles?.find(({ id }) => id === chosen) ?? cycles?.[0]
  if (cycles?.length === 0) {
    return <p className="dim">{t('bulkNoCycle')}</p>
  }
  return (
    <div className="stack">
      <Select
        data-autofocus
        label={t('bulkCycle')}
        data={(cycles ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={cycle?.id ?? null}
        allowDeselect={false}
        onChange={setChosen}
      />
      {cycle === undefined ? <p className="dim">{t('bulkLoading')}</p> : <FromCycle face={face} cycle={cycle} />}
    </div>
  )
}

function FromCycle({ face, cycle }: { face: BulkFace; cycle: CycleReply }) {
  const { model, controller, description, t } = face
  const entered = model.fields.filter(({ type }) => type !== 'formula')
  const [match, setMatch] = useState(() => usualMatch(model.fields).map(({ key }) => key))
  const [take, setTake] = useState(() => columnsToFill(face, match))
  const [which, setWhich] = useState<BulkRows>(hasChosen(face) ? 'selected' : 'shown')
  const [replaces, setReplaces] = useState(false)
  const [adds, setAdds] = useState(false)
  const fieldsOf = (keys: readonly string[]): Field[] => keys.flatMap((key) => model.field(key) ?? [])
  const keys = [...new Set([...match, ...take])].toSorted()
  const others = useQuery(otherRowsQuery(description.table_id, cycle.id, fieldsOf(keys)))
  const months = monthsBetween(cycle.starts_on, description.cycle.starts_on)
  const rows = rowsOf(face, which)
  const plan = useMemo(
    () =>
      others.data === undefined
        ? null
        : planCarryOver(model, others.data, {
            rows,
            match: fieldsOf(match),
            take: fieldsOf(take),
            months,
            replaces,
            adds,
            newIds: newRowIds,
          }),
    // the sheet is read when something is asked, not with every key of a colleague
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- fieldsOf and rows follow from these
    [others.data, model, which, match, take, months, replaces, adds],
  )
  const counts = (count: number): { count: number; shown: string } => ({ count, shown: formatNumber(count) })
  const apply = (): void => {
    if (plan !== null) {
      const cells = plan.writes.length
      face.onClose()
      controller.gestures.run(
        {
          kind: 'carried',
          writes: plan.writes,
          ...(plan.newRows.length > 0 && { newRows: { ids: plan.newRows, place: 'end' } }),
        },
        () => face.say(t('said_carried', { count: cells, cycle: cycle.name })),
      )
    }
  }
  const data = (fields: readonly Field[]) => fields.map(({ key, name }) => ({ value: key, label: name }))
  return (
    <>
      <RowsChoice face={face} value={which} onChange={setWhich} />
      <MultiSelect
        label={t('bulkMatch')}
        description={
          fieldsOf(match).some(({ type }) => type === 'month' || type === 'date') && months !== 0
            ? t('bulkMatchHint', counts(months))
            : undefined
        }
        data={data(entered)}
        value={match}
        onChange={setMatch}
      />
      <MultiSelect
        label={t('bulkTake')}
        data={data(entered.filter((field) => face.isWritable(field) && !match.includes(field.key)))}
        value={take.filter((key) => !match.includes(key))}
        searchable
        onChange={setTake}
      />
      {others.isError && <LoadFailure error={others.error} onRetry={() => void others.refetch()} />}
      {plan === null ? (
        !others.isError && <p className="dim">{t('bulkLoading')}</p>
      ) : (
        <>
          <div className="paste-tallies" role="status" data-testid="carry-tallies">
            <Tally count={plan.filled} name={t('bulkFilled')} />
            <Tally count={plan.differ} name={t('bulkDiffer')} />
            <Tally count={plan.same} name={t('bulkSame')} />
            <Tally count={plan.unmatched} name={t('bulkUnmatched')} />
          </div>
          {plan.ambiguous > 0 && <p className="cap warn">{t('bulkAmbiguous', counts(plan.ambiguous))}</p>}
          {plan.differ > 0 && (
            <Checkbox
              label={t('bulkReplace')}
              description={t('bulkReplaceHint')}
              checked={replaces}
              onChange={(event) => setReplaces(event.currentTarget.checked)}
            />
          )}
          {plan.missing > 0 && face.mayAddRows && (
            <Checkbox
              label={t('bulkAdd', counts(plan.missing))}
              checked={adds}
              onChange={(event) => setAdds(event.currentTarget.checked)}
            />
          )}
        </>
      )}
      <div className="row dialog-actions">
        <Button variant="default" onClick={face.onClose}>
          {t('pasteCancel')}
        </Button>
        <Button disabled={plan === null || plan.writes.length === 0} onClick={apply}>
          {t('bulkCarryApply', counts(plan?.writes.length ?? 0))}
        </Button>
      </div>
    </>
  )
}

/** The selected columns, or all that are entered when whole rows or a single cell are. */
function columnsToFill(face: BulkFace, match: readonly string[]): string[] {
  const { selection } = face.controller
  const columns = selection.view.columns()
  const chosen = new Set(
    selection
      .rects()
      .flatMap(({ c0, c1 }) => (c0 === 0 && c1 === columns.length - 1 ? columns : columns.slice(c0, c1 + 1))),
  )
  return face.model.fields.flatMap((field) =>
    face.isWritable(field) && !match.includes(field.key) && (!hasChosen(face) || chosen.has(field.key))
      ? [field.key]
      : [],
  )
}

function Tally({ count, name }: { count: number; name: string }) {
  return (
    <div className="paste-tally">
      <b>
        <bdi>{formatNumber(count)}</bdi>
      </b>
      <span className="cap">{name}</span>
    </div>
  )
}
