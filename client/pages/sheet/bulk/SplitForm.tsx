import { Button, Checkbox, MultiSelect, Radio } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { newRowIds } from '#collab/schema/rowId.ts'
import { formatCell, formatNumber } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { unitText } from '#client/grid/unitText.ts'
import type { BulkFace } from './BulkFace.ts'
import { matchKey, usualMatch } from './matchRows.ts'
import { daysByMonth } from '#shared/cycles/daysByMonth.ts'
import { monthsBetween, monthsOfCycle, shiftMonths } from '#shared/cycles/monthShift.ts'
import { otherRowsQuery, useOtherCycles } from './otherCycle.ts'
import { isStraddlingRow } from '../periods/isStraddlingRow.ts'
import { periodFields } from '../periods/straddling.ts'
import { PeriodFields, periodOf } from './PeriodFields.tsx'
import { planSplit, type SplitPlan, type SplitShape } from './splitByMonth.ts'

const NOTHING: readonly never[] = []
const SHAPES = ['even', 'days', 'period', 'cycle'] as const satisfies readonly SplitShape[]

/** The yearly amounts of the active row, over the months of the cycle. */
export function SplitForm({ face, month }: { face: BulkFace; month: Field }) {
  const { model, controller, description, t } = face
  const row = controller.selection.active?.row ?? ''
  const possible = model.fields.filter(
    (field) => field.type === 'number' && face.isWritable(field) && typeof model.value(row, field.key) === 'number',
  )
  const [amounts, setAmounts] = useState(() => {
    const { active } = controller.selection
    return [possible.find(({ key }) => key === active?.key) ?? possible[0]].flatMap((field) => field?.key ?? [])
  })
  const [shape, setShape] = useState<SplitShape>(() => (isStraddlingRow(face, row) ? 'period' : 'even'))
  const [overwrites, setOverwrites] = useState(false)
  const [other] = useOtherCycles(description.cycle) ?? NOTHING
  const match = useMemo(() => sourceFields(model.fields, month), [model, month])
  const needed = [...new Map([...match, month, ...possible].map((field) => [field.key, field])).values()]
  const rows = useQuery(otherRowsQuery(description.table_id, shape === 'cycle' ? (other?.id ?? null) : null, needed))
  const [period, setPeriod] = useState(() => periodOf(model, row))
  const days = useMemo(
    () =>
      shape === 'period'
        ? daysByMonth(period, { startsOn: description.cycle.starts_on, endsOn: description.cycle.ends_on })
        : null,
    [shape, period, description.cycle],
  )
  const plan = useMemo(() => {
    if (shape === 'cycle' && rows.data === undefined) {
      return undefined
    }
    const { starts_on: start, ends_on: end } = description.cycle
    const source = matchKey(match, (field) => model.value(row, field.key))
    const shift = other === undefined ? 0 : monthsBetween(other.starts_on, start)
    const own = (rows.data ?? []).filter(
      ({ values }) => source !== null && matchKey(match, ({ key }) => values[key] ?? null) === source,
    )
    return planSplit(model, {
      row,
      month,
      amounts: amounts.flatMap((key) => model.field(key) ?? []),
      months: days === null ? monthsOfCycle(start, end) : days.months.map(({ month: of }) => of),
      shape,
      outside: days?.outside ?? 0,
      bill: shape === 'period' ? { fields: periodFields(model), ...period } : null,
      weights: (amount, one) =>
        days?.months.find(({ month: of }) => of === one)?.days ??
        own.reduce((sum, { values }) => {
          const [at, value] = [values[month.key], values[amount.key]]
          return typeof at === 'string' && typeof value === 'number' && shiftMonths(at, shift) === one
            ? sum + Math.max(0, value)
            : sum
        }, 0),
      match,
      isWritable: face.isWritable,
      newIds: newRowIds,
    })
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the sheet is read when something is asked
  }, [model, row, month, amounts, shape, period, days, rows.data, other, match])
  if (possible.length === 0) {
    return <p className="dim">{t('bulkNoAmount')}</p>
  }
  const held = plan?.parts.filter((part) => part.overwrites).length ?? 0
  const needsRows = plan !== undefined && plan !== null && plan.newRows.length > 0 && !face.mayAddRows
  const needsDelete = plan !== undefined && plan !== null && plan.deleteRows.length > 0 && !face.mayDeleteRows
  const apply = (split: SplitPlan): void => {
    face.onClose()
    controller.gestures.run(
      {
        kind: shape === 'period' ? 'prorated' : 'split',
        writes: split.writes,
        deleteRows: split.deleteRows,
        ...(split.newRows.length > 0 && { newRows: { ids: split.newRows, place: { behind: row } } }),
      },
      () => face.say(t('said_split', { count: split.parts.length })),
    )
  }
  return (
    <div className="stack">
      <MultiSelect
        label={t('bulkAmounts')}
        data={possible.map(({ key, name }) => ({ value: key, label: name }))}
        value={amounts}
        onChange={setAmounts}
      />
      <Radio.Group
        label={t('bulkShape')}
        value={shape}
        onChange={(chosen) => setShape(SHAPES.find((one) => one === chosen) ?? 'even')}
      >
        <div className="row bulk-choice">
          <Radio data-autofocus value="even" label={t('bulkEven')} />
          <Radio value="days" label={t('bulkDays')} />
          <Radio value="period" label={t('bulkPeriod')} />
          {other !== undefined && <Radio value="cycle" label={t('bulkLikeCycle', { cycle: other.name })} />}
        </div>
      </Radio.Group>
      {days !== null && <PeriodFields {...{ period, days, t }} cycle={description.cycle.name} onChange={setPeriod} />}
      {plan === undefined && <p className="dim">{t('bulkLoading')}</p>}
      {plan === null && amounts.length > 0 && shape === 'cycle' && <p className="warn">{t('bulkNoShape')}</p>}
      {plan !== undefined && plan !== null && (
        <Preview plan={plan} face={face} month={month} amounts={amounts.flatMap((key) => model.field(key) ?? [])} />
      )}
      {held > 0 && (
        <Checkbox
          label={t('bulkOverwriteThem')}
          description={t('bulkOverwrites', { count: held, shown: formatNumber(held) })}
          checked={overwrites}
          onChange={(event) => setOverwrites(event.currentTarget.checked)}
        />
      )}
      <div className="row dialog-actions">
        <Button variant="default" onClick={face.onClose}>
          {t('pasteCancel')}
        </Button>
        <Button
          disabled={plan === undefined || plan === null || needsRows || needsDelete || (held > 0 && !overwrites)}
          onClick={() => plan !== undefined && plan !== null && apply(plan)}
        >
          {t('bulkSplitApply')}
        </Button>
      </div>
    </div>
  )
}

function Preview(props: { plan: SplitPlan; face: BulkFace; month: Field; amounts: readonly Field[] }) {
  const { plan, month, amounts } = props
  const { t, words, model, controller } = props.face
  const row = controller.selection.active?.row ?? ''
  const amount = (value: number | null | undefined, field: Field): string =>
    value === null || value === undefined ? '' : `${formatNumber(value)}\u00a0${unitText(field.unit)}`.trimEnd()
  const remainders = amounts.flatMap((field, i) => {
    const rest = plan.remainders[i] ?? 0
    return rest === 0 ? [] : [`${rest > 0 ? '+' : ''}${amount(rest, field)}`]
  })
  return (
    <>
      <div
        className="paste-list bulk-split"
        role="region"
        aria-label={t('bulkSplitTitle')}
        tabIndex={0}
        data-testid="split-preview"
      >
        <table className="chglist">
          <thead>
            <tr>
              <th>{t('bulkMonth')}</th>
              <th>{t('bulkInto')}</th>
              {amounts.map((field) => (
                <th key={field.key} className="r">
                  {field.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {plan.parts.map((part) => (
              <tr key={part.month}>
                <td>{formatCell(month, part.month, words)}</td>
                <td className={part.overwrites ? 'warn' : 'dim'}>{t(`bulkInto_${part.target}`)}</td>
                {amounts.map((field, i) => (
                  <td key={field.key} className="r new">
                    <bdi>{amount(part.amounts[i], field)}</bdi>
                  </td>
                ))}
              </tr>
            ))}
            {plan.outside.some((amountOutside) => amountOutside !== null) && (
              <tr>
                <td colSpan={2} className="dim">
                  {t('bulkOutside')}
                </td>
                {amounts.map((field, i) => (
                  <td key={field.key} className="r dim">
                    <bdi>{amount(plan.outside[i], field)}</bdi>
                  </td>
                ))}
              </tr>
            )}
            <tr className="bulk-total">
              <td colSpan={2}>{t('bulkTotal')}</td>
              {amounts.map((field) => {
                const value = model.value(row, field.key)
                return (
                  <td key={field.key} className="r">
                    <bdi>{amount(typeof value === 'number' ? value : null, field)}</bdi>
                  </td>
                )
              })}
            </tr>
          </tbody>
        </table>
      </div>
      {remainders.length > 0 && <p className="cap">{t('bulkRemainder', { amount: remainders.join(', ') })}</p>}
      {plan.deleteRows.length > 0 && <p className="cap">{t('bulkSourceGoes')}</p>}
    </>
  )
}

/** What makes a row the same source in another month: its key, its site, and the choice that stands for its factor. */
function sourceFields(fields: readonly Field[], month: Field): Field[] {
  const factors = fields.filter(({ options }) => options.some((option) => option.factors !== undefined))
  return [...new Set([...usualMatch(fields), ...factors])].filter((field) => field !== month)
}
