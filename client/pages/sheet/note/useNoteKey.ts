import { useEffect } from 'react'

/** Shift+F2 in the sheet, as in Excel. Heard before the grid, for which F2 with any other key opens the cell. */
export function useNoteKey(open: () => void): void {
  useEffect(() => {
    const see = (event: KeyboardEvent): void => {
      const isInSheet = event.target instanceof Element && event.target.closest('.sheet-grid') !== null
      if (event.key === 'F2' && event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey && isInSheet) {
        event.preventDefault()
        event.stopPropagation()
        open()
      }
    }
    document.addEventListener('keydown', see, true)
    return () => document.removeEventListener('keydown', see, true)
  }, [open])
}
