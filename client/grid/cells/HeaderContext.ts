import { createContext } from 'react'

/** What a header shows of the view, and whom it tells that its menu is wanted. */
export interface HeaderView {
  /** `place`: 1 for the column that counts most, null when it is the only one. */
  sortOf: (key: string) => { descending: boolean; place: number | null } | null
  isFiltered: (key: string) => boolean
  openMenu: (key: string, place: { x: number; y: number }) => void
  words: {
    menuOf: (column: string) => string
    ascending: string
    descending: string
    filtered: string
  }
}

export const HeaderContext = createContext<HeaderView | null>(null)
