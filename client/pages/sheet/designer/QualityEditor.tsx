import { Button, NativeSelect, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { QUALITY_COLUMNS, type QualityColumn, type TableQualityReply } from '#shared/api/quality.ts'
import type { FieldReply } from '#shared/api/tables.ts'
import { scoreOfLabel } from '#shared/uncertainty/grades.ts'
import { api } from '#client/api/apiClient.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { bodyOf, draftOf, isUnreadable } from '#client/features/uncertainty/qualityDraft.ts'
import { QualityFields, SHOWN_OF_QUALITY } from '#client/features/uncertainty/QualityFields.tsx'
import { refreshQuality, tableQualityQuery } from '#client/features/uncertainty/uncertaintyQueries.ts'
import { useUncertaintyWords } from '#client/features/uncertainty/words/useUncertaintyWords.ts'
import { whenAgo } from '#client/i18n/dates.ts'
import { useTranslation } from 'react-i18next'

/** By which columns the rows of a table say how sure they are, and what holds where those are empty. */
export function QualityEditor(props: { tableId: string; fields: readonly FieldReply[]; onSaved: () => void }) {
  const { tableId, fields, onSaved } = props
  const t = useUncertaintyWords()
  const quality = useQuery(tableQualityQuery(tableId))
  return (
    <section className="designer-editor" aria-labelledby="designed-quality">
      <h1 id="designed-quality">{t('quality')}</h1>
      <p className="dim">
        {t('qualityIntro')} {t('qualityLocked')}
      </p>
      {quality.error !== null && <LoadFailure error={quality.error} onRetry={() => void quality.refetch()} />}
      {quality.isPending && <Skeleton height={240} />}
      {quality.data !== undefined && (
        <Form
          // begins anew when somebody else has said it
          key={`${tableId} ${quality.data.made_at}`}
          tableId={tableId}
          fields={fields}
          quality={quality.data}
          onSaved={onSaved}
        />
      )}
    </section>
  )
}

function Form(props: {
  tableId: string
  fields: readonly FieldReply[]
  quality: TableQualityReply
  onSaved: () => void
}) {
  const { tableId, fields, quality, onSaved } = props
  const t = useUncertaintyWords()
  const { i18n } = useTranslation()
  const [columns, setColumns] = useState(quality.columns)
  const [draft, setDraft] = useState(() => draftOf(quality))
  const change = useChange({
    send: () => api.patch(`tables/${tableId}/quality`, { columns, ...bodyOf(draft) }),
    refresh: refreshQuality,
    onDone: onSaved,
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!isUnreadable(draft)) {
      change.send()
    }
  }
  return (
    <form className="quality-form" aria-label={t('quality')} onSubmit={submit} noValidate>
      {quality.reason !== null && quality.made_at !== null && (
        <p className="cap">
          {t('factorBy', {
            person: quality.made_by ?? t('somebody'),
            when: whenAgo(quality.made_at, i18n.language),
            reason: quality.reason,
          })}
        </p>
      )}
      <fieldset className="quality-scores">
        <legend>{t('columns')}</legend>
        <p className="cap">
          {t('column_range')}: {t('columnHelpRange')} {t('scores')}: {t('columnHelpScore')}
        </p>
        <div>
          {QUALITY_COLUMNS.map((column) => (
            <NativeSelect
              key={column}
              label={t(`column_${column}`)}
              value={columns[column] ?? ''}
              error={change.wrong(`columns.${column}`)}
              data={[
                { value: '', label: t('columnNone') },
                ...fields.filter((field) => fits(field, column)).map(({ id, name }) => ({ value: id, label: name })),
              ]}
              onChange={(event) => {
                change.reset()
                setColumns({
                  ...columns,
                  [column]: event.currentTarget.value === '' ? null : event.currentTarget.value,
                })
              }}
            />
          ))}
        </div>
      </fieldset>
      <h2>{t('defaults')}</h2>
      <QualityFields draft={draft} change={change} t={t} onChange={(next) => (change.reset(), setDraft(next))} />
      {change.others(['columns', ...SHOWN_OF_QUALITY]).map((reason) => (
        <p key={reason} className="bad" role="alert">
          {reason}
        </p>
      ))}
      <div className="row">
        <Button type="submit" loading={change.isPending}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}

/** What the server would take; it has the last word. */
function fits({ type, unit, options }: FieldReply, column: QualityColumn): boolean {
  if (column === 'range') {
    return type === 'number' && (unit === null || unit === '%')
  }
  return type === 'option'
    ? options.length > 0 && options.every(({ label }) => scoreOfLabel(label) !== null)
    : type === 'number' && unit === null
}
