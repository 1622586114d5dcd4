import './searchDialog.css'
import { Modal, Skeleton, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LoadFailure } from './LoadFailure.tsx'

const TYPING_PAUSE_MS = 250
const MOST_SEARCHED = 200

/** What a search has come to; `items` undefined: nothing yet. */
export interface Found<Item> {
  items: readonly Item[] | undefined
  error: unknown
  retry: () => void
}

/** Finds one of many by words; choosing ends it. */
export function SearchDialog<Item>(props: {
  title: string
  /** What is found here. */
  text: string
  search: { label: string; hint: string; first?: string }
  nothing: string
  /** A hook: called anew with what is typed, after a pause. */
  useFound: (search: string) => Found<Item>
  keyOf: (item: Item) => string
  /** What choosing an item is called for who cannot see it. */
  labelOf: (item: Item) => string
  /** Three parts: the name, the amount, where it comes from. */
  show: (item: Item) => ReactNode
  onChoose: (item: Item) => void
  onClose: () => void
}) {
  const { title, text, search, nothing, useFound, keyOf, labelOf, show, onChoose, onClose } = props
  const { t } = useTranslation()
  const [typed, setTyped] = useState(search.first ?? '')
  const [settled] = useDebouncedValue(typed.trim(), TYPING_PAUSE_MS)
  const { items, error, retry } = useFound(settled)
  return (
    <Modal opened onClose={onClose} size="lg" title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <div className="search-dialog">
        <p className="cap">{text}</p>
        <TextInput
          type="search"
          aria-label={search.label}
          placeholder={search.hint}
          maxLength={MOST_SEARCHED}
          data-autofocus
          leftSection={<IconSearch size={15} stroke={1.7} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {error !== null && <LoadFailure error={error} onRetry={retry} />}
        {items === undefined && error === null && <Skeleton height={240} />}
        {items?.length === 0 && <p role="status">{nothing}</p>}
        <ul className="search-found" role="list">
          {items?.map((item) => (
            <li key={keyOf(item)}>
              <UnstyledButton aria-label={labelOf(item)} onClick={() => onChoose(item)}>
                {show(item)}
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </div>
    </Modal>
  )
}
