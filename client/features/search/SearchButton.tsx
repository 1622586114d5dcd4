import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { late } from '#client/components/late.tsx'
import { isMac } from '#client/grid/isMac.ts'
import { shortcut } from '#client/grid/keyboard.ts'

const Palette = late(() => import('./Palette.tsx').then((file) => file.Palette))

/** Opens the search over everything; so does Ctrl+K, except where that makes a link of a text. */
export function SearchButton() {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const see = (event: KeyboardEvent): void => {
      if (isSearchKey(event)) {
        event.preventDefault()
        setOpen(true)
      }
    }
    document.addEventListener('keydown', see)
    return () => document.removeEventListener('keydown', see)
  }, [])
  const open = (): void => setOpen(true)
  return (
    <>
      <UnstyledButton className="search" aria-label={t('search')} aria-keyshortcuts="Control+K Meta+K" onClick={open}>
        <IconSearch size={15} stroke={1.7} />
        <span>{t('searchHint')}</span>
        <kbd className="kbd" dir="ltr">
          {isMac() ? '⌘ K' : 'Ctrl K'}
        </kbd>
      </UnstyledButton>
      <ActionIcon
        className="search-icon"
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('search')}
        onClick={open}
      >
        <IconSearch size={18} stroke={1.7} />
      </ActionIcon>
      {isOpen && <Palette onClose={() => setOpen(false)} />}
    </>
  )
}

/** Not in rich text, and not over a question that waits for its answer. */
function isSearchKey(event: KeyboardEvent): boolean {
  const { target } = event
  const isRichText = target instanceof Element && target.closest('[contenteditable="true"]') !== null
  return (
    (event.ctrlKey || event.metaKey) &&
    !event.shiftKey &&
    !event.altKey &&
    shortcut(event) === 'k' &&
    !event.defaultPrevented &&
    !isRichText &&
    document.querySelector('[role="dialog"][aria-modal="true"]') === null
  )
}
