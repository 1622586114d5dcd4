import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { FactorSuggestion } from '#shared/api/factorSuggestions.ts'
import { formatNumber } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { activityFields, usualActivity, type ActivitySource } from '#client/grid/model/activityOfRow.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { hasChosen, rowsOf, type BulkFace, type BulkRows } from '../bulk/BulkFace.ts'
import { RowsChoice } from '../bulk/RowsChoice.tsx'
import { keepChoices } from './keepChoices.ts'
import { SuggestedGroup } from './SuggestedGroup.tsx'
import './suggest.css'
import { suggestionGroups } from './suggestionGroups.ts'
import { suggestionsQuery } from './suggestionsQuery.ts'

/** So many kinds of rows are listed; a person reads no more. */
const MOST_SHOWN = 100
const PAUSE_MS = 400
const TYPED = '\u0000'

/** Factors for rows without one: what would be chosen and why, and all of it in one gesture. */
export function ChooseFactorsForm({ face, fields }: { face: BulkFace; fields: readonly Field[] }) {
  const { model, controller, description, t } = face
  const { active } = controller.selection
  const [key, setKey] = useState(() => (fields.find((field) => field.key === active?.key) ?? fields[0])?.key ?? '')
  const field = fields.find((one) => one.key === key) ?? fields[0]!
  const [source, setSource] = useState<ActivitySource>(() => usualActivity(model.fields, field))
  const [asked] = useDebouncedValue(source, PAUSE_MS)
  const [which, setWhich] = useState<BulkRows>(hasChosen(face) ? 'selected' : 'shown')
  const [replaces, setReplaces] = useState(false)
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set())
  const rows = rowsOf(face, which)
  const { groups, withoutActivity, filled } = useMemo(
    () => suggestionGroups(model, { rows, field, activity: asked, replaces }),
    // the sheet is read when something is asked, not with every key of a colleague
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- rows follow from these
    [model, which, field, asked, replaces],
  )
  const column = {
    tableId: description.table_id,
    cycleId: description.cycle_id,
    fieldId: description.table.fields.find((one) => one.key === field.key)?.id ?? '',
  }
  const suggestions = useQuery(
    suggestionsQuery(
      column,
      groups.map(({ activity, site }) => ({ activity, site })),
    ),
  )
  const found: readonly FactorSuggestion[] = suggestions.data ?? []
  const taken = groups.flatMap((group, i) => {
    const id = found[i]?.chosen?.factor.id
    return id === undefined || left.has(i) ? [] : [{ ...group, id }]
  })
  const count = taken.reduce((sum, group) => sum + group.rows.length, 0)
  const counts = (some: number): { count: number; shown: string } => ({ count: some, shown: formatNumber(some) })
  const reset = (): void => setLeft(new Set())
  const columns = activityFields(model.fields)
  const apply = (): void => {
    const writes = taken.flatMap(({ rows: ids, id }) => ids.map((row) => ({ row, ordinal: field.ordinal, value: id })))
    face.onClose()
    controller.gestures.run({ kind: 'suggested', writes }, () => {
      face.say(t('said_suggested', { count }))
      const choices = taken.map(({ activity, site, rows: ids }) => ({ activity, site, rows: [...ids] }))
      const from = asked.kind === 'column' ? asked.field.key : null
      keepChoices(column, from, choices).catch(() => face.say(t('suggestNotKept')))
    })
  }
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <RowsChoice face={face} value={which} onChange={(chosen) => (setWhich(chosen), reset())} />
      {fields.length > 1 && (
        <Select
          label={t('suggestColumn')}
          data={fields.map((one) => ({ value: one.key, label: one.name }))}
          value={key}
          allowDeselect={false}
          onChange={(chosen) => (setKey(chosen ?? key), reset())}
        />
      )}
      <Select
        label={t('suggestActivity')}
        data={[
          { value: TYPED, label: t('suggestTyped') },
          ...columns.map((one) => ({ value: one.key, label: one.name })),
        ]}
        value={source.kind === 'typed' ? TYPED : source.field.key}
        allowDeselect={false}
        onChange={(chosen) => {
          const of = columns.find((one) => one.key === chosen)
          setSource(of === undefined ? { kind: 'typed', text: '' } : { kind: 'column', field: of })
          reset()
        }}
      />
      {source.kind === 'typed' && (
        <TextInput
          data-autofocus
          label={t('suggestActivityText')}
          description={t('suggestActivityHint')}
          maxLength={200}
          value={source.text}
          onChange={(event) => (setSource({ kind: 'typed', text: event.currentTarget.value }), reset())}
        />
      )}
      <Checkbox
        label={t('suggestReplaces')}
        checked={replaces}
        onChange={(event) => (setReplaces(event.currentTarget.checked), reset())}
      />
      <div className="cap" role="status">
        {filled > 0 && <p>{t('suggestFilled', counts(filled))}</p>}
        {withoutActivity > 0 && <p>{t('suggestWithout', counts(withoutActivity))}</p>}
        {groups.length === 0 && withoutActivity === 0 && <p>{t('suggestNothing')}</p>}
        {suggestions.isFetching && <p>{t('suggestLooking')}</p>}
      </div>
      {suggestions.isError && <LoadFailure error={suggestions.error} onRetry={() => void suggestions.refetch()} />}
      {found.length > 0 && (
        <ul className="suggest-groups" aria-label={t('suggestTitle')}>
          {groups.slice(0, MOST_SHOWN).map((group, i) => (
            <SuggestedGroup
              key={`${group.activity} ${group.site}`}
              group={group}
              suggestion={found[i]!}
              isTaken={!left.has(i)}
              t={t}
              onToggle={() =>
                setLeft(left.has(i) ? new Set([...left].filter((one) => one !== i)) : new Set([...left, i]))
              }
            />
          ))}
        </ul>
      )}
      {groups.length > MOST_SHOWN && <p className="cap">{t('suggestMany', { shown: formatNumber(MOST_SHOWN) })}</p>}
      <div className="row dialog-actions">
        <Button variant="default" onClick={face.onClose}>
          {t('pasteCancel')}
        </Button>
        <Button type="submit" disabled={count === 0 || asked !== source || suggestions.isFetching}>
          {t('suggestApply', counts(count))}
        </Button>
      </div>
    </form>
  )
}
