import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { FieldBody } from '#shared/api/tables.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { Field } from '#shared/fields/field.ts'
import { api } from '#client/api/apiClient.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import { unitText } from '#client/grid/unitText.ts'
import type { SheetTranslate, SheetWord } from '../words/useSheetWords.ts'
import { ConditionInput } from './ConditionInput.tsx'
import { OptionsEditor } from './OptionsEditor.tsx'
import './rules.css'
import { changeOf, draftOf, type DraftProblem, type DraftProblems, type RulesDraft } from './rulesDraft.ts'

const WORDS: Readonly<Record<DraftProblem, SheetWord>> = {
  'no-options': 'rulesNoOptions',
  'no-name': 'rulesNoName',
  'no-number': 'rulesNoNumber',
  'no-date': 'rulesNoDate',
  'no-month': 'rulesNoMonth',
  'out-of-order': 'rulesOutOfOrder',
}

/** What a column is called, and what its values must be like. Open sheets follow by themselves. */
export function RulesDialog(props: { description: SheetReply; field: Field; t: SheetTranslate; onClose: () => void }) {
  const { field, t, onClose } = props
  const [draft, setDraft] = useState<RulesDraft>(() => draftOf(field))
  const [problems, setProblems] = useState<DraftProblems>({})
  const save = useMutation({
    mutationFn: (body: FieldBody) => api.patch(`tables/${props.description.table_id}/fields/${field.id}`, body),
    onSuccess: onClose,
  })
  const { rules, hasOptions } = CELL_TYPES[field.type]
  const said = (name: keyof DraftProblems): string | undefined => {
    const problem = problems[name]
    return problem === undefined ? undefined : t(WORDS[problem])
  }
  const change = (part: Partial<RulesDraft>): void => {
    setDraft((now) => ({ ...now, ...part }))
    setProblems({})
  }
  const submit = (): void => {
    const result = changeOf(field, draft)
    if ('problems' in result) {
      setProblems(result.problems)
    } else {
      save.mutate(result.body)
    }
  }
  const unit = field.type === 'number' && field.unit !== null ? <bdi className="dim">{unitText(field.unit)}</bdi> : null
  const limit = (name: 'min' | 'max', label: SheetWord) => (
    <TextInput
      label={t(label)}
      value={draft[name]}
      error={said(name)}
      inputMode={field.type === 'number' ? 'decimal' : 'text'}
      placeholder={field.type === 'month' ? '2025-01' : field.type === 'date' ? '2025-01-31' : ''}
      rightSection={unit}
      rightSectionWidth={unit === null ? undefined : 72}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
    />
  )
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('rulesTitle', { column: field.name })}
      closeButtonProps={{ 'aria-label': t('close') }}
      data-testid="rules-dialog"
    >
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <TextInput
          label={t('rulesName')}
          value={draft.name}
          maxLength={100}
          error={said('name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
          data-autofocus
        />
        {field.type !== 'formula' && (
          <Checkbox
            label={t('rulesRequired')}
            checked={draft.required}
            onChange={(event) => change({ required: event.currentTarget.checked })}
          />
        )}
        {rules.includes('unique') && (
          <Checkbox
            label={t('rulesUnique')}
            checked={draft.unique}
            onChange={(event) => change({ unique: event.currentTarget.checked })}
          />
        )}
        {hasOptions && (
          <OptionsEditor
            options={draft.options}
            error={said('options')}
            t={t}
            onChange={(options) => change({ options })}
          />
        )}
        {rules.includes('min') && (
          <div className="rules-range">
            {limit('min', field.type === 'number' ? 'rulesMin' : 'rulesFirst')}
            {limit('max', field.type === 'number' ? 'rulesMax' : 'rulesLast')}
          </div>
        )}
        {rules.includes('mask') && (
          <TextInput
            label={t('rulesMask')}
            description={t('rulesMaskHint')}
            placeholder="INV-####"
            maxLength={100}
            value={draft.mask}
            onChange={(event) => change({ mask: event.currentTarget.value })}
          />
        )}
        {field.type !== 'formula' && (
          <ConditionInput description={props.description} draft={draft} t={t} onChange={change} />
        )}
        <p className="cap">{t('rulesKeep')}</p>
        {save.isError && (
          <p role="alert" className="bad">
            {t('rulesFailed', { why: reasonsOf(save.error).join(' ') })}
          </p>
        )}
        <div className="row dialog-actions">
          <Button variant="default" onClick={onClose}>
            {t('pasteCancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('rulesSave')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
