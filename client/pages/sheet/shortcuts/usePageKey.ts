import { useEffect } from 'react'
import { shortcut } from '#client/grid/keyboard.ts'

/** Ctrl (or the command key) and a letter, wherever the focus is on the page. */
export function usePageKey(letter: string, act: () => void): void {
  useEffect(() => {
    const see = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && shortcut(event) === letter) {
        event.preventDefault()
        act()
      }
    }
    document.addEventListener('keydown', see)
    return () => document.removeEventListener('keydown', see)
  }, [letter, act])
}
