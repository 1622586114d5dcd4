import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Field } from '#shared/fields/field.ts'
import type { SheetTargets } from '#client/grid/model/SheetTargets.ts'
import { targetWords } from '../targets/targetWords.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

/** Between two letters of somebody who types. */
const PAUSE_MS = 150

/** A person, a row of another table or a factor, chosen in the list that the server searches. */
export function TargetInput(props: {
  field: Field
  targets: SheetTargets
  value: string
  t: SheetTranslate
  onChange: (id: string) => void
}) {
  const { field, targets, value, t, onChange } = props
  const words = targetWords(t)
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(null)
  // what was chosen stands in the box: it is no search
  const [wanted] = useDebouncedValue(text === chosen?.label ? '' : text.trim(), PAUSE_MS)
  const { data, isError } = useQuery({
    queryKey: ['bulk-targets', field.id, wanted],
    queryFn: ({ signal }) => targets.search(wanted, signal),
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
  const found = (data?.data ?? []).map((target) => {
    const about = words.about(target)
    return { value: target.id, label: about === '' ? target.label : `${target.label} · ${about}` }
  })
  const others = chosen !== null && !found.some((one) => one.value === chosen.value) ? [chosen] : []
  const nothing = isError
    ? words.failed
    : data === undefined
      ? words.searching
      : data.hidden
        ? words.hidden
        : t('targetNothingHere')
  return (
    <Select
      data-autofocus
      label={t('bulkValue')}
      description={t('bulkValueHint')}
      data={[...others, ...found]}
      value={value === '' ? null : value}
      searchable
      clearable
      filter={({ options }) => options}
      searchValue={text}
      onSearchChange={setText}
      nothingFoundMessage={nothing}
      onChange={(id, option) => {
        setChosen(id === null ? null : option)
        onChange(id ?? '')
      }}
    />
  )
}
