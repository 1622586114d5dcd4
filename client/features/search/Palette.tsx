import { Modal, Skeleton, VisuallyHidden } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconArrowLeft, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { MOST_SEARCHED_LETTERS, type SearchKind } from '#shared/api/search.ts'
import { useMe } from '#client/api/session.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { useDelayed } from '#client/components/useDelayed.ts'
import { Hit } from './Hit.tsx'
import { type Choice, choicesOf, groupsOf } from './choices.ts'
import { forgetSearches, keepSearch, recentSearches } from './recentSearches.ts'
import { searchQuery } from './searchQuery.ts'
import { useSearchWords } from './words/useSearchWords.ts'
import './palette.css'

const TYPING_PAUSE_MS = 120

/** One box, answers by kind, each with the place where it is; the focus stays in the box, and arrows choose. */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useSearchWords()
  const navigate = useNavigate()
  const { user } = useMe()
  const id = useId()
  const [typed, setTyped] = useState('')
  const [only, setOnly] = useState<SearchKind | null>(null)
  const [settled] = useDebouncedValue(typed.trim(), TYPING_PAUSE_MS)
  const text = typed.trim() === '' ? '' : settled
  const found = useInfiniteQuery(searchQuery(text, only))
  const [recent, setRecent] = useState(() => recentSearches(user.id))
  const hits = text === '' ? [] : (found.data?.pages.flatMap(({ data }) => data) ?? [])
  const more = found.data?.pages.at(-1)?.more ?? []
  const choices = choicesOf({ text, hits, more, recent })
  const [chosen, setChosen] = useState(0)
  const active = Math.min(chosen, choices.length - 1)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active, hits.length])

  const type = (value: string): void => {
    setTyped(value)
    setChosen(0)
  }
  const show = (kind: SearchKind | null): void => {
    setOnly(kind)
    setChosen(0)
  }
  const take = (choice: Choice, isBeside: boolean): void => {
    switch (choice.does) {
      case 'search':
        type(choice.text)
        return
      case 'more':
        if (only === null) {
          show(choice.kind)
        } else if (!found.isFetching) {
          void found.fetchNextPage()
        }
        return
      case 'open':
        keepSearch(user.id, text)
        if (isBeside) {
          window.open(choice.hit.link, '_blank')
          return
        }
        onClose()
        void navigate(choice.hit.link)
    }
  }
  const handleKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.nativeEvent.isComposing) {
      return
    }
    if (step !== undefined && choices.length > 0) {
      event.preventDefault()
      setChosen((active + step + choices.length) % choices.length)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const choice = choices[active]
      if (choice !== undefined) {
        take(choice, event.ctrlKey || event.metaKey)
      }
    } else if (event.key === 'Backspace' && only !== null && typed === '') {
      show(null)
    }
  }
  const optionId = (index: number): string => `${id}-${index}`
  const isLate = useDelayed(found.isPending && text !== '')
  const isNone = text !== '' && found.isSuccess && !found.isPlaceholderData && hits.length === 0
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={640}
      yOffset="min(88px, 8vh)"
      aria-label={t('title')}
      classNames={{ content: 'palette' }}
    >
      <div className="palette-in">
        {only === null ? (
          <IconSearch size={18} stroke={1.6} aria-hidden="true" />
        ) : (
          <button type="button" className="palette-only" aria-label={t('back')} onClick={() => show(null)}>
            <IconArrowLeft size={14} stroke={1.7} className="flip" />
            {t(`kind_${only}`)}
          </button>
        )}
        <input
          type="text"
          role="combobox"
          dir="auto"
          aria-label={t('title')}
          aria-expanded={choices.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={choices.length > 0 ? optionId(active) : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          maxLength={MOST_SEARCHED_LETTERS}
          placeholder={t('hint')}
          data-autofocus
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={handleKey}
        />
        <kbd className="kbd" aria-hidden="true">
          Esc
        </kbd>
      </div>
      <VisuallyHidden role="status">
        {hits.length === 0 ? '' : t(more.length > 0 ? 'foundMore' : 'found', { count: hits.length })}
      </VisuallyHidden>
      {found.isError && text !== '' && <LoadFailure error={found.error} onRetry={() => void found.refetch()} />}
      {isLate && !found.isError && <Lines />}
      {isNone && (
        <div className="palette-none" role="status">
          <p>{t('nothing')}</p>
          <p className="cap">{t('nothingHint')}</p>
        </div>
      )}
      {text === '' && recent.length === 0 && <p className="palette-none cap">{t('begin')}</p>}
      <div ref={list} id={`${id}-list`} className="palette-list" role="listbox" aria-label={t('results')}>
        {groupsOf(choices).map(({ name, choices: own }) => (
          <div key={name} role="group" aria-label={t(name)}>
            <div className="palette-head" aria-hidden="true">
              {t(name)}
            </div>
            {own.map(([index, choice]) => (
              <Option
                key={optionId(index)}
                id={optionId(index)}
                choice={choice}
                isActive={index === active}
                onPoint={() => setChosen(index)}
                onTake={(isBeside) => take(choice, isBeside)}
              />
            ))}
          </div>
        ))}
      </div>
      {text === '' && recent.length > 0 && (
        <button
          type="button"
          className="palette-forget link"
          onClick={() => {
            forgetSearches(user.id)
            setRecent([])
          }}
        >
          {t('forget')}
        </button>
      )}
      <Keys />
    </Modal>
  )
}

function Option(props: {
  id: string
  choice: Choice
  isActive: boolean
  onPoint: () => void
  onTake: (isBeside: boolean) => void
}) {
  const { id, choice, isActive, onPoint, onTake } = props
  const t = useSearchWords()
  return (
    // the box has the focus and the keys; this is for the pointer
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      className="palette-option"
      onMouseMove={onPoint}
      onMouseDown={(event) => event.preventDefault()}
      onClick={(event) => onTake(event.ctrlKey || event.metaKey)}
    >
      {choice.does === 'open' ? (
        <Hit hit={choice.hit} />
      ) : choice.does === 'more' ? (
        t('more')
      ) : (
        <bdi>{choice.text}</bdi>
      )}
    </div>
  )
}

function Lines() {
  return (
    <div className="palette-none">
      {[0, 1, 2].map((line) => (
        <Skeleton key={line} height={34} mb={8} />
      ))}
    </div>
  )
}

/** What keys do here, for who has some. */
function Keys() {
  const t = useSearchWords()
  return (
    <div className="palette-keys cap">
      <span>
        <kbd className="kbd">↑</kbd> <kbd className="kbd">↓</kbd> {t('move')}
      </span>
      <span>
        <kbd className="kbd">Enter</kbd> {t('open')}
      </span>
      <span>
        <kbd className="kbd" dir="ltr">
          Ctrl Enter
        </kbd>{' '}
        {t('beside')}
      </span>
      <span className="palette-rights">{t('rights')}</span>
    </div>
  )
}
