import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportRecipe, ImportReply } from '#shared/api/imports.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { api } from '#client/api/apiClient.ts'
import { useChange } from '#client/features/changing/useChange.ts'
import { Panel } from '#client/components/Panel.tsx'
import { whenAgo } from '#client/i18n/dates.ts'
import { ColumnTable } from './ColumnTable.tsx'
import { FilePart } from './FilePart.tsx'
import { FormatQuestions } from './FormatQuestions.tsx'
import { refreshImport, showImport } from './importQueries.ts'
import { MatchRows } from './MatchRows.tsx'
import { Reasons } from './Reasons.tsx'
import { firstDraft, missingFields, questionsOf } from './recipeDraft.ts'
import { useImportEnd } from './importSteps.ts'
import { useImportWords } from './words/useImportWords.ts'

interface Props {
  found: ImportReply
  sheet: SheetReply
  /** The comparison has begun. */
  onDone: () => void
}

/** What goes where, by what rows are found again, and what only a person can tell of the file. */
export function MatchColumns(props: Props) {
  const { found } = props
  const { recipe } = found
  // columns of another sheet of the file, or below another row, are other columns
  return recipe === null ? null : <Matching key={`${recipe.sheet}\n${recipe.header_row}`} {...props} />
}

function Matching({ found, sheet, onDone }: Props) {
  const t = useImportWords()
  const { i18n } = useTranslation()
  const queries = useQueryClient()
  const [recipe, setRecipe] = useState(() => firstDraft(found))
  const keep = useChange({
    async send() {
      if (recipe !== null) {
        await api.patch(`imports/${found.id}`, { recipe })
      }
      return api.post(`imports/${found.id}/preview`)
    },
    refresh: (now) => refreshImport(now, found.id),
    onDone(reply) {
      void showImport(queries, reply)
      onDone()
    },
  })
  const giveUp = useImportEnd(found, 'cancel')
  if (recipe === null) {
    return null
  }
  const writable = new Set(sheet.parts.flatMap((part) => part.writable))
  const fields = sheet.table.fields.filter(({ key, type }) => writable.has(key) && type !== 'formula')
  const questions = questionsOf(recipe, found.columns, fields)
  const missing = missingFields(recipe, fields)
  const isOpen = questions.some(({ answer }) => answer === null)
  const hint = isOpen ? t('answerFirst') : recipe.columns.length === 0 ? t('mapFirst') : null
  return (
    <form
      className="imports-match"
      onSubmit={(event) => {
        event.preventDefault()
        keep.send()
      }}
    >
      {found.recipe_from !== null && (
        <p className="note note-info">
          {t('asLastTime', { when: whenAgo(found.recipe_from.created_at, i18n.language) })}
        </p>
      )}
      <FilePart found={found} recipe={recipe} />
      <div className="imports-columns" data-asks={questions.length > 0 || undefined}>
        <Panel title={t('columnsTitle')} pad={false}>
          <ColumnTable {...{ found, recipe, fields, questions }} onChange={setRecipe} />
          {missing.length > 0 && (
            <p className="note note-warn imports-missing">
              {t('missing', { fields: missing.map(({ name }) => name).join(', ') })}
            </p>
          )}
        </Panel>
        {questions.length > 0 && <FormatQuestions questions={questions} recipe={recipe} onChange={setRecipe} />}
      </div>
      <MatchRows recipe={recipe} fields={fields} onChange={setRecipe} />
      <Misfits recipe={recipe} onChange={setRecipe} />
      <Reasons of={keep} />
      <Reasons of={giveUp} />
      <div className="imports-foot">
        <p className="cap">{hint ?? t('nothingYet')}</p>
        {found.actions.includes('cancel') && (
          <Button variant="subtle" loading={giveUp.isPending} onClick={giveUp.send}>
            {t('giveUp')}
          </Button>
        )}
        <Button type="submit" disabled={hint !== null} loading={keep.isPending}>
          {t('compare')}
        </Button>
      </div>
    </form>
  )
}

/** What happens to cells that say nothing, or something that is not known. */
function Misfits({ recipe, onChange }: { recipe: ImportRecipe; onChange: (recipe: ImportRecipe) => void }) {
  const t = useImportWords()
  return (
    <div className="imports-misfits">
      <NativeSelect
        label={t('emptyTitle')}
        value={recipe.empty}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...recipe, empty: value === 'clear' ? 'clear' : 'keep' })
        }
        data={[
          { value: 'keep', label: t('empty_keep') },
          { value: 'clear', label: t('empty_clear') },
        ]}
      />
      <NativeSelect
        label={t('unknownTitle')}
        value={recipe.unknown}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...recipe, unknown: value === 'skip' ? 'skip' : 'reject' })
        }
        data={[
          { value: 'reject', label: t('unknown_reject') },
          { value: 'skip', label: t('unknown_skip') },
        ]}
      />
      <Checkbox
        label={t('guarded')}
        checked={recipe.guarded}
        onChange={({ currentTarget: { checked } }) => onChange({ ...recipe, guarded: checked })}
      />
    </div>
  )
}
