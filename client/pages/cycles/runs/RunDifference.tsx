import { NativeSelect, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunReply } from '#shared/api/runs.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { exactMoment } from '#client/i18n/dates.ts'
import { columnDigits, num, signed } from '#client/theme/format.ts'
import { ChangedInputs } from './ChangedInputs.tsx'
import { differencesOf, RUN_AXES, type RunAxis, type RunChange } from './differencesOf.ts'
import { runTotalsQuery } from './runQueries.ts'
import { useRunWords } from './words/useRunWords.ts'

interface Compared {
  newest: RunReply
  other: RunReply
}

/** How the totals of the newest run differ from those of an earlier one. */
export function RunDifference(props: Compared & { earlier: readonly RunReply[]; onOther: (id: string) => void }) {
  const { newest, other, earlier, onOther } = props
  const t = useRunWords()
  const { i18n } = useTranslation()
  const [axis, setAxis] = useState<RunAxis>('scope')
  return (
    <section className="runs-difference" aria-label={t('differences')}>
      <div className="row runs-choices">
        <h3>{t('differences')}</h3>
        <NativeSelect
          aria-label={t('against')}
          value={other.id}
          onChange={(event) => onOther(event.currentTarget.value)}
          data={earlier.map((run) => ({
            value: run.id,
            label: `${t('against')} ${exactMoment(run.made_at, i18n.language)}`,
          }))}
        />
        <NativeSelect
          aria-label={t('axis')}
          value={axis}
          onChange={(event) => setAxis(axisOf(event.currentTarget.value))}
          data={RUN_AXES.map((value) => ({ value, label: `${t('axis')} ${t(value)}` }))}
        />
      </div>
      {newest.root_hash === other.root_hash ? (
        <p className="cap">{t('equal')}</p>
      ) : (
        <>
          <Changes newest={newest} other={other} axis={axis} />
          <ChangedInputs newest={newest} other={other} />
        </>
      )}
    </section>
  )
}

function Changes({ newest, other, axis }: Compared & { axis: RunAxis }) {
  const t = useRunWords()
  const { t: common } = useTranslation()
  const [after, before] = [useQuery(runTotalsQuery(newest.id)), useQuery(runTotalsQuery(other.id))]
  const error = after.error ?? before.error
  if (after.data === undefined || before.data === undefined) {
    const handleRetry = (): void => void Promise.all([after.refetch(), before.refetch()])
    return error === null ? <Skeleton height={90} /> : <LoadFailure error={error} onRetry={handleRetry} />
  }
  const lines = differencesOf(before.data, after.data, axis)
  const [whole] = differencesOf(before.data, after.data, 'total')
  // by the changes and not the amounts, or a small change of a large cycle would read as none
  const digits = columnDigits(
    [...lines, ...(whole === undefined ? [] : [whole])].map((one) => tonnesOf(differenceOf(one))),
  )
  const nameOf = (key: string | null): string => {
    if (key === null) {
      return t('noKey')
    }
    return axis === 'scope' ? common('scope', { scope: Number(key) }) : key
  }
  return (
    <div className="scroll-x">
      <table className="tbl tbl-dense" aria-label={t('differences')}>
        <thead>
          <tr>
            <th>{t(axis)}</th>
            <th className="r">{t('before')}</th>
            <th className="r">{t('now')}</th>
            <th className="r">
              {t('change')} <span className="cap">{t('tonnes')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.key} name={nameOf(line.key)} change={line} digits={digits} />
          ))}
          {whole !== undefined && <Line name={t('whole')} change={whole} digits={digits} />}
        </tbody>
      </table>
    </div>
  )
}

function Line({ name, change, digits }: { name: string; change: RunChange; digits: number }) {
  const { beforeKg, afterKg } = change
  const difference = differenceOf(change)
  return (
    <tr>
      <td dir="auto">{name}</td>
      <td className="r">
        <bdi>{num(tonnesOf(beforeKg), digits)}</bdi>
      </td>
      <td className="r">
        <bdi>{num(tonnesOf(afterKg), digits)}</bdi>
      </td>
      <td className="r">
        <bdi>{difference === null ? num(null) : signed(difference / 1000, digits)}</bdi>
      </td>
    </tr>
  )
}

/** In kilograms; null: nothing is known in either. */
const differenceOf = ({ beforeKg, afterKg }: RunChange): number | null =>
  afterKg === null && beforeKg === null ? null : (afterKg ?? 0) - (beforeKg ?? 0)

const tonnesOf = (kg: number | null): number | null => (kg === null ? null : kg / 1000)

const axisOf = (text: string): RunAxis => RUN_AXES.find((axis) => axis === text) ?? 'scope'
