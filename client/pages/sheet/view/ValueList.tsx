import { Checkbox, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { formatNumber } from '#shared/cells/formatCell.ts'
import { folded } from '#client/grid/view/filterRows.ts'
import type { ValueCounts } from '#client/grid/view/valueCounts.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

/** Longer lists are searched. */
const SHOWN = 200

/** The values of a column with their numbers, to choose from. Searching and then choosing leaves only what was found. */
export function ValueList(props: {
  values: ValueCounts['values']
  chosen: ReadonlySet<string>
  /** Empty cells and errors are chosen too. */
  hasRest: boolean
  t: SheetTranslate
  /** `rest`: whether empty cells and errors are chosen now; null when that stays. */
  onChoose: (chosen: ReadonlySet<string>, rest: boolean | null) => void
}) {
  const { values, chosen, hasRest, t, onChoose } = props
  const [search, setSearch] = useState('')
  const wanted = folded(search)
  const found = wanted === '' ? values : values.filter(({ label }) => folded(label).includes(wanted))
  const chosenFound = found.filter(({ value }) => chosen.has(value)).length
  const isWhole = wanted === ''
  const choose = (changed: readonly string[], isChosen: boolean, rest: boolean | null = null): void => {
    const next = new Set(chosen)
    changed.forEach((value) => (isChosen ? next.add(value) : next.delete(value)))
    onChoose(next, rest)
  }
  const isAll = chosenFound === found.length && (isWhole ? hasRest : found.length > 0)
  return (
    <div className="filter-list">
      <TextInput
        data-autofocus
        size="xs"
        aria-label={t('searchValues')}
        placeholder={t('searchValues')}
        leftSection={<IconSearch size={14} stroke={1.8} />}
        value={search}
        onChange={(event) => {
          const text = event.currentTarget.value
          setSearch(text)
          // what is searched is what is meant: the found ones are chosen and nothing else
          const next = folded(text)
          const matches = values.filter(({ label }) => folded(label).includes(next))
          onChoose(new Set(matches.map(({ value }) => value)), next === '')
        }}
      />
      <Checkbox
        size="xs"
        className="filter-all"
        label={t(isWhole ? 'selectAll' : 'selectFound')}
        checked={isAll}
        indeterminate={chosenFound > 0 && !isAll}
        onChange={(event) =>
          choose(
            found.map(({ value }) => value),
            event.currentTarget.checked,
            isWhole ? event.currentTarget.checked : null,
          )
        }
      />
      <div className="filter-values">
        {found.slice(0, SHOWN).map(({ value, label, count }) => (
          <Checkbox
            key={value}
            size="xs"
            label={
              <>
                <bdi>{label}</bdi> <span className="dim">{formatNumber(count)}</span>
              </>
            }
            checked={chosen.has(value)}
            onChange={(event) => choose([value], event.currentTarget.checked)}
          />
        ))}
        {found.length === 0 && <span className="dim">{t('noValues')}</span>}
        {found.length > SHOWN && (
          <span className="dim">{t('moreValues', { n: formatNumber(found.length - SHOWN) })}</span>
        )}
      </div>
    </div>
  )
}
