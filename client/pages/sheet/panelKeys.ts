import { useEffect, type RefObject } from 'react'

/**
 * Escape closes a panel and F6 goes from the sheet into it and back, as between the panes of a spreadsheet. What is open
 * inside the panel takes Escape first.
 */
export function usePanelKeys(
  place: RefObject<HTMLElement | null>,
  isOpen: boolean,
  { close, focusSheet }: { close: () => void; focusSheet: () => void },
): void {
  useEffect(() => {
    if (!isOpen) {
      return
    }
    const see = (event: KeyboardEvent): void => {
      const panel = place.current
      const { target } = event
      const isInside = target instanceof Element && panel !== null && panel.contains(target)
      const isTaken = event.defaultPrevented || (isInside && target.getAttribute('aria-expanded') === 'true')
      if (event.key === 'Escape' && isInside && !isTaken) {
        event.preventDefault()
        close()
      }
      if (event.key === 'F6' && panel !== null) {
        event.preventDefault()
        if (isInside) {
          focusSheet()
        } else {
          const text = panel.querySelector<HTMLElement>('[contenteditable="true"]')
          const first = panel.querySelector<HTMLElement>('button, a[href], input, select, textarea')
          ;(text ?? first)?.focus()
        }
      }
    }
    document.addEventListener('keydown', see)
    return () => document.removeEventListener('keydown', see)
  }, [place, isOpen, close, focusSheet])
}
