import { IconAlertTriangle } from '@tabler/icons-react'
import type { CyclePreview } from '#shared/api/cycles.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { Delta } from '#client/features/emissions/Delta.tsx'
import { useCycleWords } from '#client/features/cycles/words/useCycleWords.ts'
import { detailText } from '#client/i18n/problemWords.ts'
import { tonnes } from '#client/theme/format.ts'

const MOST_TABLES = 5

type Amounts = CyclePreview['total']

/** What is odd about a cycle, and what a change does to its totals. */
export function PreviewNote({
  warnings,
  preview,
}: {
  warnings: readonly ProblemDetail[]
  preview: CyclePreview | null
}) {
  const t = useCycleWords()
  return (
    <div aria-live="polite" className="stack">
      {warnings.map((warning) => (
        <div key={warning.message} className="note note-warn" data-code={warning.code}>
          <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" />
          <span>{detailText(warning)}</span>
        </div>
      ))}
      {preview !== null && (
        <section className="cycle-preview" aria-label={t('previewTitle')}>
          <h3>{t('previewTitle')}</h3>
          {preview.tables.length === 0 ? (
            <p className="cap">{t('previewNone')}</p>
          ) : (
            <ul>
              <Change name={t('total')} amounts={preview.total} isTotal />
              {preview.tables.slice(0, MOST_TABLES).map((table) => (
                <Change key={table.table_id} name={table.name} amounts={table} />
              ))}
              {preview.tables.length > MOST_TABLES && (
                <li className="cap">{t('previewMore', { count: preview.tables.length - MOST_TABLES })}</li>
              )}
            </ul>
          )}
        </section>
      )}
    </div>
  )
}

function Change({ name, amounts, isTotal = false }: { name: string; amounts: Amounts; isTotal?: boolean }) {
  const t = useCycleWords()
  const { before_kg: before, after_kg: after, rows_before: had, rows_after: have } = amounts
  const inTonnes = (kg: number | null): string => tonnes(kg === null ? null : kg / 1000)
  return (
    <li className={isTotal ? 'cycle-preview-total' : undefined}>
      <span className="ell" dir="auto">
        {name}
      </span>
      <span>
        {t('previewResults', { before: inTonnes(before), after: inTonnes(after) })}{' '}
        {isVisible(before, after) && <Delta now={after} before={before} />}
      </span>
      {have < had && <span className="cap bad">{t('previewLost', { count: had - have })}</span>}
      {have > had && <span className="cap">{t('previewGained', { count: have - had })}</span>}
    </li>
  )
}

/** A change that would be written as 0.0 % is told by its numbers alone. */
const isVisible = (before: number | null, after: number | null): boolean =>
  before !== null && after !== null && Math.abs(after - before) >= Math.abs(before) * 0.0005
