import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { InputKind, RunChange, RunComparison } from '#shared/api/runChanges.ts'
import type { RunReply } from '#shared/api/runs.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { num, signed } from '#client/theme/format.ts'
import { CHANGES_SHOWN, runChangesQuery, runComparisonQuery } from './runQueries.ts'
import { useRunWords } from './words/useRunWords.ts'

interface Compared {
  newest: RunReply
  other: RunReply
}

/** Which inputs of the newest run differ from those of an earlier one, by kind, each with its values. */
export function ChangedInputs({ newest, other }: Compared) {
  const t = useRunWords()
  const { data, error, refetch } = useQuery(runComparisonQuery(newest.id, other.id))
  return (
    <section className="runs-inputs" aria-label={t('inputs')}>
      <h3>{t('inputs')}</h3>
      {data === undefined && error !== null && <LoadFailure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={60} />}
      {data !== undefined && <Kinds comparison={data} newest={newest} other={other} />}
    </section>
  )
}

function Kinds({ comparison: { data, rows }, newest, other }: Compared & { comparison: RunComparison }) {
  const t = useRunWords()
  const tonnes = (kg: number): string => signed(kg / 1000, 3)
  return (
    <>
      <p className="cap runs-note">
        {rows === null
          ? t('rowsNotKept')
          : t('ofRows', { changed: tonnes(rows.changed_kg), same: tonnes(rows.same_kg) })}
      </p>
      {data.length === 0 && <p className="cap">{t('inputsSame')}</p>}
      {data.map(({ kind, added, changed, removed }) => (
        <Kind key={kind} kind={kind} newest={newest} other={other}>
          {[
            added > 0 && `${t('added')} ${num(added)}`,
            changed > 0 && `${t('changed')} ${num(changed)}`,
            removed > 0 && `${t('removed')} ${num(removed)}`,
          ]
            .filter((part) => part !== false)
            .join(' · ')}
        </Kind>
      ))}
    </>
  )
}

function Kind({ kind, newest, other, children }: Compared & { kind: InputKind; children: string }) {
  const t = useRunWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <details className="runs-earlier" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t(`kind_${kind}`)} <span className="cap">{children}</span>
      </summary>
      {isOpen && <Named kind={kind} newest={newest} other={other} />}
    </details>
  )
}

function Named({ kind, newest, other }: Compared & { kind: InputKind }) {
  const t = useRunWords()
  const { data, error, refetch } = useQuery(runChangesQuery(newest.id, other.id, kind))
  if (data === undefined) {
    return error === null ? <Skeleton height={60} /> : <LoadFailure error={error} onRetry={() => void refetch()} />
  }
  return (
    <div className="scroll-x">
      <table className="tbl tbl-dense" aria-label={t(`kind_${kind}`)}>
        <thead>
          <tr>
            <th>{t('inputKind')}</th>
            <th>{t('inputValue')}</th>
            <th className="r">{t('before')}</th>
            <th className="r">{t('now')}</th>
            {kind === 'rows' && <th className="r">{t('effect')}</th>}
          </tr>
        </thead>
        <tbody>
          {data.data.map((change, place) => (
            // oxlint-disable-next-line react/no-array-index-key -- two may go by one name, and a comparison never changes
            <Change key={place} change={change} hasEffect={kind === 'rows'} />
          ))}
        </tbody>
      </table>
      {data.next_cursor !== null && <p className="cap">{t('shownFirst', { shown: CHANGES_SHOWN })}</p>}
    </div>
  )
}

function Change({ change, hasEffect }: { change: RunChange; hasEffect: boolean }) {
  const t = useRunWords()
  const { values, name, effect_kg: effectKg } = change
  return values.map(({ path, before, after }, index) => (
    <tr key={path}>
      <td>
        {index === 0 && (
          <>
            <bdi>{name}</bdi> <span className="cap">{t(change.change)}</span>
          </>
        )}
      </td>
      <td>
        <bdi className="mono">{path}</bdi>
      </td>
      <td className="r" dir="auto">
        {textOf(before)}
      </td>
      <td className="r" dir="auto">
        {textOf(after)}
      </td>
      {hasEffect && (
        <td className="r">{index === 0 && <bdi>{effectKg === null ? num(null) : signed(effectKg / 1000, 3)}</bdi>}</td>
      )}
    </tr>
  ))
}

/** As it was kept, to the last digit: it is compared with other records. */
const textOf = (value: string | number | boolean | null): string => (value === null ? '–' : String(value))
