import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import { detailText } from '#client/i18n/problemWords.ts'
import { num } from '#client/theme/format.ts'
import { CopyNotes } from './CopyNotes.tsx'
import type { ShownPreview } from './useCopyOrder.ts'

/** What a copy will hold, what has to be put right before, and what stays behind and why. */
export function CopyPreview(props: {
  preview: ShownPreview
  leftOut: number
  onLeaveOut: (fieldId: string) => void
  onTakeAll: () => void
}) {
  const { preview, leftOut, onLeaveOut, onTakeAll } = props
  const { t } = useTranslation('structure')
  const { data, error } = preview
  if (error !== null) {
    return (
      <p role="alert" className="bad">
        {reasonsOf(error).join(' ')}
      </p>
    )
  }
  if (data === undefined) {
    return <p className="dim">{t('looking')}</p>
  }
  const problems = data.problems.filter(({ path }) => path !== 'name')
  return (
    <section
      className="copy-preview"
      tabIndex={0} // it scrolls, and so by keyboard too
      aria-label={t('copyHolds')}
      aria-live="polite"
      aria-busy={!preview.isFresh}
      data-testid="copy-preview"
    >
      <h3>{t('copyHolds')}</h3>
      <ul>
        {data.tables.map((table) => (
          <li key={table.table_id}>
            <bdi>{table.name}</bdi>
            <span className="dim">
              {[
                t('fieldCount', { count: table.fields }),
                ...(table.rows > 0 ? [t('rowCount', { count: table.rows, rows: num(table.rows) })] : []),
                ...(table.row_notes > 0
                  ? [t('noteCount', { count: table.row_notes, notes: num(table.row_notes) })]
                  : []),
              ].join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      {data.months !== 0 && <p className="cap">{t('shifted', { count: data.months })}</p>}
      {leftOut > 0 && (
        <p className="cap row">
          {t('leftOut', { count: leftOut })}
          <Button variant="subtle" size="compact-xs" onClick={onTakeAll}>
            {t('takeAll')}
          </Button>
        </p>
      )}
      {problems.length > 0 && (
        <>
          <h3 className="bad">{t('toPutRight')}</h3>
          <ul>
            {problems.map((problem) => {
              const { path, message, field_id: fieldId } = problem
              return (
                <li key={`${path} ${message}`}>
                  <span dir="auto">{detailText(problem)}</span>
                  {fieldId !== null && (
                    <Button variant="default" size="compact-xs" onClick={() => onLeaveOut(fieldId)}>
                      {t('leaveOut')}
                    </Button>
                  )}
                </li>
              )
            })}
          </ul>
        </>
      )}
      {data.notes.length > 0 && (
        <>
          <h3>{t('staysBehind')}</h3>
          <CopyNotes notes={data.notes} />
        </>
      )}
    </section>
  )
}
