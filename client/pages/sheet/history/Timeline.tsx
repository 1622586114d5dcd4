import { ActionIcon, SegmentedControl, Slider, Tooltip } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HistoryOutlineReply } from '#shared/api/history.ts'
import { formatNumber } from '#shared/cells/formatCell.ts'
import { exactMoment, shortDate } from '#client/i18n/dates.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { outlineQuery, type SheetAddress } from './historyQueries.ts'
import { fromInput, toInput } from './moments.ts'

const HOUR_MS = 3_600_000
const RANGES = { all: null, month: 720 * HOUR_MS, day: 24 * HOUR_MS, hour: HOUR_MS } as const
type Range = keyof typeof RANGES

/** Steps of the slider; the last one is now. */
const STEPS = 200
const BARS = 50
const BAR_PX = 24

const isRange = (value: string): value is Range => Object.hasOwn(RANGES, value)

/** The life of the sheet: when there were changes, and a thumb that goes to any moment of it. */
export function Timeline(props: {
  sheet: SheetAddress
  moment: string | null
  onMoment: (moment: string | null) => void
  /** To the change before and behind; null when there is none. */
  onOlder: (() => void) | null
  onNewer: (() => void) | null
  t: SheetTranslate
}) {
  const { moment, onMoment, t } = props
  const { language } = useTranslation().i18n
  const [range, setRange] = useState<Range>('all')
  const [drag, setDrag] = useState<{ from: string | null; place: number } | null>(null)
  const { data: outline } = useQuery(outlineQuery(props.sheet, RANGES[range]))
  const scale = outline === undefined || outline.since === null ? null : new Scale(outline.since, outline.until)
  // what was dragged counts until another moment is chosen
  const dragged = drag !== null && drag.from === moment ? drag.place : null
  const place = dragged ?? (moment === null || scale === null ? STEPS : scale.placeOf(moment))

  const shown = dragged === null ? moment : scale === null || dragged === STEPS ? null : scale.momentAt(dragged)
  return (
    <div className="timeline" data-testid="timeline">
      <div className="spread">
        <b>{shown === null ? t('nowTitle') : exactMoment(shown, language)}</b>
        <span className="row timeline-steps">
          {range === 'all' && outline !== undefined && <span className="cap">{changeOf(outline, shown, t)}</span>}
          <Step label={t('older')} onClick={props.onOlder} isOlder />
          <Step label={t('newer')} onClick={props.onNewer} />
        </span>
      </div>
      <Ticks outline={outline} scale={scale} place={place} />
      <Slider
        value={place}
        min={0}
        max={STEPS}
        size={4}
        thumbSize={16}
        label={null}
        color="petrol"
        disabled={scale === null}
        thumbLabel={t('timeline')}
        thumbProps={{ 'aria-valuetext': shown === null ? t('now') : exactMoment(shown, language) }}
        onChange={(value) => setDrag({ from: moment, place: value })}
        onChangeEnd={(value) => onMoment(value === STEPS || scale === null ? null : scale.momentAt(value))}
      />
      <div className="spread cap timeline-ends">
        <span>{outline === undefined || outline.since === null ? '' : shortDate(outline.since, language)}</span>
        <span>{t('now')}</span>
      </div>
      <div className="spread timeline-foot">
        <SegmentedControl
          className="seg"
          aria-label={t('timelineRange')}
          value={range}
          data={[
            { value: 'all', label: t('rangeAll') },
            { value: 'month', label: t('rangeMonth') },
            { value: 'day', label: t('rangeDay') },
            { value: 'hour', label: t('rangeHour') },
          ]}
          onChange={(value) => setRange(isRange(value) ? value : 'all')}
        />
        <input
          className="moment-input"
          type="datetime-local"
          step={1}
          aria-label={t('exactMoment')}
          value={moment === null ? '' : toInput(moment)}
          onChange={(event) => onMoment(fromInput(event.currentTarget.value))}
        />
      </div>
    </div>
  )
}

function Step({ label, onClick, isOlder = false }: { label: string; onClick: (() => void) | null; isOlder?: boolean }) {
  const Icon = isOlder ? IconChevronLeft : IconChevronRight
  return (
    <Tooltip label={label}>
      <ActionIcon
        className="step-icon"
        aria-label={label}
        size={24}
        disabled={onClick === null}
        onClick={() => onClick?.()}
      >
        <Icon size={15} stroke={1.8} />
      </ActionIcon>
    </Tooltip>
  )
}

function Ticks(props: { outline: HistoryOutlineReply | undefined; scale: Scale | null; place: number }) {
  const { outline, scale, place } = props
  const bars = Array.from({ length: BARS }, () => 0)
  for (const { to, gestures } of scale === null || outline === undefined ? [] : outline.marks) {
    const bar = Math.min(BARS - 1, Math.floor(((scale!.placeOf(to) - 0.5) / STEPS) * BARS))
    bars[Math.max(0, bar)]! += gestures
  }
  const most = Math.max(1, ...bars)
  return (
    <div className="ticks" aria-hidden="true">
      {bars.map((count, i) => (
        <i
          key={i}
          className={(i / BARS) * STEPS < place ? 'past' : ''}
          // Roots, so that one paste of many does not flatten everything else.
          style={{ height: count === 0 ? 2 : 4 + Math.sqrt(count / most) * (BAR_PX - 4) }}
        />
      ))}
    </div>
  )
}

function changeOf({ marks }: HistoryOutlineReply, moment: string | null, t: SheetTranslate): string {
  const all = marks.reduce((sum, { gestures }) => sum + gestures, 0)
  const n = marks.reduce((sum, { from, gestures }) => (moment === null || from <= moment ? sum + gestures : sum), 0)
  return all === 0 ? '' : t('changeOf', { n: formatNumber(n), all: formatNumber(all) })
}

/** Between moments and steps of the slider. */
class Scale {
  readonly #since: string
  readonly #sinceMs: number
  readonly #lengthMs: number

  constructor(since: string, until: string) {
    this.#since = since
    this.#sinceMs = new Date(since).getTime()
    this.#lengthMs = Math.max(1, new Date(until).getTime() - this.#sinceMs)
  }

  /** Never the last step, which is now. */
  placeOf(moment: string): number {
    const share = (new Date(moment).getTime() - this.#sinceMs) / this.#lengthMs
    return Math.max(0, Math.min(STEPS - 1, Math.round(share * STEPS)))
  }

  /** The first is exact to the microsecond: a moment before it there was no sheet. */
  momentAt(place: number): string {
    return place === 0 ? this.#since : new Date(this.#sinceMs + (place / STEPS) * this.#lengthMs).toISOString()
  }
}
