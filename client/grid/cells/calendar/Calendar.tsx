import { DatePicker, MonthPicker, type DayOfWeek } from '@mantine/dates'
import { useState } from 'react'
import type { CalendarWords } from './CalendarEditor.tsx'
import './calendar.css'

/** The days of a month, or the months of a year, around `at`. Loaded when it is opened for the first time. */
export function Calendar(props: {
  type: 'date' | 'month'
  at: string
  chosen: string | null
  words: CalendarWords
  onPick: (iso: string) => void
}) {
  const { type, at, chosen, words, onPick } = props
  const [shown, setShown] = useState({ at, month: at })
  if (shown.at !== at) {
    setShown({ at, month: at })
  }
  const named = namesOf(words.language)
  const common = {
    size: 'xs' as const,
    'aria-label': words.calendar,
    date: dayOf(shown.month),
    onDateChange: (date: string) => setShown({ at, month: date }),
    ariaLabels: {
      previousMonth: words.previous,
      nextMonth: words.next,
      previousYear: words.previous,
      nextYear: words.next,
    },
    monthsListFormat: (date: string) => named.month(date),
    yearLabelFormat: (date: string) => date.slice(0, 4),
  }
  return type === 'month' ? (
    <MonthPicker
      {...common}
      value={chosen === null ? null : dayOf(chosen)}
      onChange={(date) => date !== null && onPick(date.slice(0, 7))}
      getMonthControlProps={(date) => ({
        tabIndex: -1,
        'data-at': date.slice(0, 7) === at || undefined,
        'aria-label': named.monthOfYear(date),
      })}
    />
  ) : (
    <DatePicker
      {...common}
      value={chosen}
      allowDeselect={false}
      firstDayOfWeek={firstDayOf(words.language)}
      highlightToday
      monthLabelFormat={(date) => named.monthOfYear(date)}
      weekdayFormat={(date) => named.weekday(date)}
      getDayAriaLabel={(date) => named.day(date)}
      onChange={(date) => date !== null && onPick(date)}
      getDayProps={(date) => ({ tabIndex: -1, 'data-at': date === at || undefined })}
    />
  )
}

const dayOf = (iso: string): string => (iso.length === 7 ? `${iso}-01` : iso)

/** With Western digits, as everywhere in the sheet. */
function namesOf(language: string) {
  const by = (options: Intl.DateTimeFormatOptions): ((date: string) => string) => {
    const format = new Intl.DateTimeFormat(`${language}-u-nu-latn-ca-gregory`, { ...options, timeZone: 'UTC' })
    return (date) => format.format(new Date(`${date.slice(0, 10)}T00:00:00Z`))
  }
  return {
    month: by({ month: 'short' }),
    monthOfYear: by({ month: 'long', year: 'numeric' }),
    weekday: by({ weekday: 'narrow' }),
    day: by({ day: 'numeric', month: 'long', year: 'numeric' }),
  }
}

/** By the region of the person, when the browser tells one of that language: Sunday in the US, Saturday in Egypt. */
function firstDayOf(language: string): DayOfWeek {
  const local = navigator.languages.find((one) => one === language || one.startsWith(`${language}-`)) ?? language
  const locale = new Intl.Locale(local)
  const getWeekInfo: unknown = Reflect.get(locale, 'getWeekInfo')
  const info: unknown = typeof getWeekInfo === 'function' ? getWeekInfo.call(locale) : null
  const day = typeof info === 'object' && info !== null ? Number(Reflect.get(info, 'firstDay')) : 1
  return DAYS[day % 7] ?? 1
}

const DAYS: readonly DayOfWeek[] = [0, 1, 2, 3, 4, 5, 6]
