import { Button, Checkbox, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { FieldReply } from '#shared/api/tables.ts'
import type { TemplateReply } from '#shared/api/templates.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import { FIELD_TYPES, type Field, type FieldType } from '#shared/fields/field.ts'
import { api } from '#client/api/apiClient.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import { TemplateFields } from '#client/features/structure/TemplateFields.tsx'
import { templatesQuery } from '#client/features/structure/templateQueries.ts'
import { TemplateSelect } from '#client/features/structure/TemplateSelect.tsx'
import '#client/features/structure/structure.css'
import { FormulaEditor } from '../designer/FormulaEditor.tsx'
import { RetiredColumns } from '../retire/RetiredColumns.tsx'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { TYPE_WORDS } from './typeWords.ts'
import { EMPTY_DRAFT, newFieldOf, placeOf, type NewColumnDraft } from './newColumnDraft.ts'
import { TargetChoice } from './TargetChoice.tsx'
import './newColumn.css'

/** A new column behind another one, for everybody and in all cycles. */
export function NewColumnDialog(props: {
  description: SheetReply
  /** Null: the table has no columns yet. */
  behind: Field | null
  t: SheetTranslate
  onAdded: (column: Pick<FieldReply, 'id' | 'key' | 'name'>) => void
  onClose: () => void
}) {
  const { description, behind, t, onAdded, onClose } = props
  const [draft, setDraft] = useState<NewColumnDraft>(EMPTY_DRAFT)
  const [template, setTemplate] = useState<TemplateReply | null>(null)
  const templates = useQuery(templatesQuery('en', 'field')).data?.data ?? []
  const add = useMutation({
    mutationFn: () => {
      const fields = `tables/${description.table_id}/fields` as const
      return template === null
        ? api.post(fields, newFieldOf(draft, behind?.id))
        : api.post(`${fields}/from_template`, {
            template_id: template.id,
            name: draft.name,
            behind: behind?.id,
          })
    },
    onSuccess(column) {
      onAdded(column)
      onClose()
    },
  })
  const change = (part: Partial<NewColumnDraft>): void => {
    setDraft((now) => ({ ...now, ...part }))
    add.reset()
  }
  const details = add.error instanceof ApiProblem ? add.error.details : []
  const said = (place: keyof NewColumnDraft): string | undefined =>
    details.find(({ path }) => placeOf(path) === place)?.message
  const isSaidElsewhere =
    details.length > 0 && details.every(({ path }) => placeOf(path) !== null || path === 'template_id')
  const { type } = draft
  const { hasUnit, hasOptions } = CELL_TYPES[type]
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('newColumnTitle')}
      closeButtonProps={{ 'aria-label': t('close') }}
      data-testid="new-column"
    >
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate()
        }}
      >
        {templates.length > 0 && (
          <TemplateSelect
            templates={templates}
            chosen={template?.id ?? ''}
            error={details.find(({ path }) => path === 'template_id')?.message}
            onChoose={(one) => {
              const isTyped = draft.name !== '' && draft.name !== template?.name
              change(isTyped ? {} : { name: one?.name ?? '' })
              setTemplate(one)
            }}
          />
        )}
        <TextInput
          label={t('rulesName')}
          value={draft.name}
          maxLength={100}
          error={said('name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
          data-autofocus
        />
        {template === null ? (
          <>
            <NativeSelect
              label={t('newColumnType')}
              value={type}
              data={FIELD_TYPES.map((value) => ({ value, label: t(TYPE_WORDS[value]) }))}
              onChange={(event) => change({ type: typeOf(event.currentTarget.value) })}
            />
            {type === 'formula' && (
              <FormulaEditor
                ground={description}
                formula={draft.formula}
                unit={draft.unit.trim() === '' ? null : draft.unit.trim()}
                error={said('formula')}
                t={t}
                onChange={(formula) => change({ formula })}
              />
            )}
            {type === 'reference' && (
              <TargetChoice
                projectId={description.module.project_id}
                target={draft.target}
                error={said('target')}
                t={t}
                onChange={(target) => change({ target })}
              />
            )}
            {hasUnit && (
              <TextInput
                label={t(type === 'factor' ? 'newColumnPer' : 'newColumnUnit')}
                description={t(type === 'factor' ? 'newColumnPerHint' : 'newColumnUnitHint')}
                value={draft.unit}
                maxLength={100}
                error={said('unit')}
                onChange={(event) => change({ unit: event.currentTarget.value })}
              />
            )}
            {hasOptions && (
              <Textarea
                label={t('newColumnOptions')}
                description={t('newColumnOptionsHint')}
                autosize
                minRows={3}
                maxRows={10}
                value={draft.options}
                error={said('options')}
                onChange={(event) => change({ options: event.currentTarget.value })}
              />
            )}
            {type !== 'formula' && (
              <Checkbox
                label={t('rulesRequired')}
                checked={draft.required}
                onChange={(event) => change({ required: event.currentTarget.checked })}
              />
            )}
          </>
        ) : (
          <TemplateFields template={template} />
        )}
        <p className="cap">{behind === null ? t('newColumnFirst') : t('newColumnNote', { column: behind.name })}</p>
        {add.isError && !isSaidElsewhere && (
          <p role="alert" className="bad">
            {t('rulesFailed', { why: reasonsOf(add.error).join(' ') })}
          </p>
        )}
        <div className="row dialog-actions">
          <Button variant="default" onClick={onClose}>
            {t('pasteCancel')}
          </Button>
          <Button type="submit" loading={add.isPending} disabled={draft.name.trim() === ''}>
            {t('newColumnAdd')}
          </Button>
        </div>
      </form>
      <RetiredColumns
        tableId={description.table_id}
        t={t}
        onBack={(column) => {
          onAdded(column)
          onClose()
        }}
      />
    </Modal>
  )
}

const typeOf = (value: string): FieldType => FIELD_TYPES.find((type) => type === value) ?? 'text'
