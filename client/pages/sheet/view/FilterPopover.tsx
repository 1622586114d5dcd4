import { Button, Checkbox, Popover, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { formatNumber } from '#shared/cells/formatCell.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { isNumeric } from '#client/grid/view/columnData.ts'
import type { RowLanguage, RowView } from '#client/grid/view/RowView.ts'
import { countValues } from '#client/grid/view/valueCounts.ts'
import { ME, meantFilter, type ColumnFilter, type FilterTest } from '#client/grid/view/viewState.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { draftOf, filterOfDraft, type FilterDraft } from './filterDraft.ts'
import { MenuPlace } from './MenuPlace.tsx'
import { ValueList } from './ValueList.tsx'

interface FilterPopoverProps {
  field: Field
  place: { x: number; y: number }
  model: SheetModel
  rows: RowView
  language: RowLanguage
  filter: ColumnFilter | null
  t: SheetTranslate
  onFilter: (filter: ColumnFilter | null) => void
  onClose: () => void
}

/** Which cells of a column pass: chosen values, a range or a text, and empty cells and errors. Enter filters. */
export function FilterPopover(props: FilterPopoverProps) {
  const { field, place, t, onClose } = props
  return (
    <Popover
      opened
      onDismiss={onClose}
      position="bottom-start"
      offset={2}
      width={288}
      trapFocus
      shadow="md"
      withinPortal
      middlewares={{ flip: true, shift: { crossAxis: true, padding: 8 } }}
    >
      <Popover.Target>
        <MenuPlace place={place} label={t('filterOf', { column: field.name })} />
      </Popover.Target>
      <Popover.Dropdown className="filter-dropdown">
        <FilterForm {...props} />
      </Popover.Dropdown>
    </Popover>
  )
}

function FilterForm({ field, model, rows, language, filter, t, onFilter, onClose }: FilterPopoverProps) {
  const counts = useMemo(
    () => countValues(model, field, rows.candidates(field.key), language),
    [model, field, rows, language],
  )
  const forms = formsOf(model, field)
  const me = model.targetsOf(field.key)?.me ?? null
  const [draft, setDraft] = useState<FilterDraft>(() => draftOf(filter && meantFilter(filter, me), forms[0]!, counts))
  const set = (change: Partial<FilterDraft>): void => setDraft((one) => ({ ...one, ...change }))
  const { filter: next, problems } = filterOfDraft(field, draft, counts)
  const isDate = field.type === 'date' || field.type === 'month'
  const wrong = t(field.type === 'date' ? 'notADate' : field.type === 'month' ? 'notAMonth' : 'notANumber')
  return (
    <form
      className="filter-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (problems.length === 0) {
          onFilter(next)
          onClose()
        }
      }}
    >
      <b className="filter-title">
        <bdi>{t('filterOf', { column: field.name })}</bdi>
      </b>
      {forms.length > 1 && (
        <div className="filter-forms" role="group" aria-label={t('filterHow')}>
          {forms.map((form) => (
            <Button
              key={form}
              size="compact-xs"
              variant={draft.form === form ? 'light' : 'subtle'}
              aria-pressed={draft.form === form}
              onClick={() => set({ form })}
            >
              {t(form === 'values' ? 'filterList' : form === 'range' ? 'filterRange' : 'filterContains')}
            </Button>
          ))}
        </div>
      )}
      {me !== null && (
        <Button
          size="compact-xs"
          variant="light"
          className="filter-me"
          onClick={() => {
            onFilter({ test: { kind: 'values', values: [ME], except: false }, empty: false, errors: false })
            onClose()
          }}
        >
          {t('filterMine')}
        </Button>
      )}
      {draft.form === 'values' && (
        <ValueList
          values={counts.values}
          chosen={draft.chosen}
          hasRest={draft.empty && draft.errors}
          t={t}
          onChoose={(chosen, rest) => set({ chosen, ...(rest !== null && { empty: rest, errors: rest }) })}
        />
      )}
      {draft.form === 'contains' && (
        <TextInput
          data-autofocus
          size="xs"
          aria-label={t('containsText')}
          placeholder={t('containsText')}
          value={draft.text}
          onChange={(event) => set({ text: event.currentTarget.value })}
        />
      )}
      {draft.form === 'range' && (
        <div className="filter-range">
          {(['from', 'to'] as const).map((end, i) => (
            <TextInput
              key={end}
              {...(i === 0 ? { 'data-autofocus': true } : {})}
              size="xs"
              label={t(end)}
              type={isDate ? field.type : 'text'}
              inputMode={isDate ? undefined : 'decimal'}
              value={draft[end]}
              error={problems.includes(end) && wrong}
              onChange={(event) => set({ [end]: event.currentTarget.value })}
            />
          ))}
        </div>
      )}
      <div className="filter-flags">
        <Checkbox
          size="xs"
          label={<Counted text={t('emptyCells')} count={counts.empty} />}
          checked={draft.empty}
          onChange={(event) => set({ empty: event.currentTarget.checked })}
        />
        {!CELL_TYPES[field.type].isFree && (
          <Checkbox
            size="xs"
            label={<Counted text={t('withErrors')} count={counts.errors} />}
            checked={draft.errors}
            onChange={(event) => set({ errors: event.currentTarget.checked })}
          />
        )}
      </div>
      <div className="filter-buttons">
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            onFilter(null)
            onClose()
          }}
        >
          {t('clearColumnFilter')}
        </Button>
        <Button size="xs" type="submit">
          {t('applyFilter')}
        </Button>
      </div>
    </form>
  )
}

function Counted({ text, count }: { text: string; count: number }) {
  return (
    <>
      {text} <span className="dim">{formatNumber(count)}</span>
    </>
  )
}

/** The ways to filter a column, the usual one first. */
function formsOf(model: SheetModel, field: Field): FilterTest['kind'][] {
  if (isNumeric(model, field)) {
    return ['range']
  }
  switch (field.type) {
    case 'date':
      return ['range']
    case 'month':
      return ['values', 'range']
    case 'boolean':
    case 'person':
    case 'reference':
    case 'factor':
      return ['values']
    default:
      return ['values', 'contains']
  }
}
