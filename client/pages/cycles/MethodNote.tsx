import { IconInfoCircle } from '@tabler/icons-react'
import type { CycleComparison } from '#shared/api/cycleComparison.ts'
import { daysOf } from '#shared/cycles/period.ts'
import { useCycleWords } from '#client/features/cycles/words/useCycleWords.ts'
import { num } from '#client/theme/format.ts'

/** Two periods of the same kind differ by this much: a leap day. */
const LIKE_DAYS = 1

/** What makes the two cycles less alike than their totals look. */
export function MethodNote({ data }: { data: CycleComparison }) {
  const t = useCycleWords()
  const { before, after, changed_tables: tables } = data
  const days = (cycle: CycleComparison['before']): number =>
    daysOf({ startsOn: cycle.starts_on, endsOn: cycle.ends_on })
  const [beforeDays, afterDays] = [days(before), days(after)]
  const names = { before: before.name, after: after.name }
  const notes = [
    before.gwp_set !== after.gwp_set &&
      t('methodGwp', { ...names, beforeSet: before.gwp_set, afterSet: after.gwp_set }),
    before.factor_year !== after.factor_year &&
      t('methodFactors', { beforeYear: String(before.factor_year), afterYear: String(after.factor_year) }),
    Math.abs(beforeDays - afterDays) > LIKE_DAYS &&
      t('methodDays', { beforeDays: num(beforeDays), afterDays: num(afterDays) }),
    ...[before, after].map(
      ({ name, incomplete_rows: rows }) =>
        rows > 0 && t('methodIncomplete', { count: rows, rows: num(rows), cycle: name }),
    ),
    tables.length > 0 && t('methodTables', { tables: tables.map(({ name }) => name).join(', ') }),
  ].filter((note) => note !== false)
  return notes.length === 0 ? null : (
    <div className="note note-info" role="note">
      <IconInfoCircle size={16} stroke={1.6} aria-hidden="true" />
      <div>
        <b>{t('methodTitle')}</b>
        <ul className="method-notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}
