import { TextInput } from '@mantine/core'
import type { DaysByMonth } from '#shared/cycles/daysByMonth.ts'
import type { Period } from '#shared/cycles/period.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

/** The first two dates of a row, the earlier one first: what a bill says as its period. Empty where it has none. */
export function periodOf(model: SheetModel, row: string): Period {
  const dates = model.fields
    .filter(({ type }) => type === 'date')
    .map(({ key }) => model.value(row, key))
    .flatMap((value) => (typeof value === 'string' && value !== '' ? [value] : []))
    .slice(0, 2)
    .toSorted((a, b) => (a < b ? -1 : 1))
  const [startsOn = '', endsOn = ''] = dates.length === 2 ? dates : []
  return { startsOn, endsOn }
}

/** The first and last day of a bill, and how many of its days are in the cycle. */
export function PeriodFields(props: {
  period: Period
  days: DaysByMonth
  cycle: string
  t: SheetTranslate
  onChange: (period: Period) => void
}) {
  const { period, days, cycle, t, onChange } = props
  const { total, outside } = days
  const isTurned = period.startsOn !== '' && period.endsOn !== '' && total < 1
  return (
    <>
      <div className="row bulk-choice">
        <TextInput
          type="date"
          label={t('bulkFirstDay')}
          value={period.startsOn}
          onChange={(event) => onChange({ ...period, startsOn: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('bulkLastDay')}
          value={period.endsOn}
          error={isTurned ? t('bulkPeriodTurned') : null}
          onChange={(event) => onChange({ ...period, endsOn: event.currentTarget.value })}
        />
      </div>
      {total > 0 && (
        <p className={outside === total ? 'warn' : 'cap'}>
          {t('bulkDaysInside', { inside: total - outside, total, cycle })} {t('bulkBothDays')}
        </p>
      )}
    </>
  )
}
