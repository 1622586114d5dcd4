import type { SheetGrid } from './SheetGrid.tsx'

/** The grid with AG Grid in it, in a chunk of its own: by far the largest part of the page, and needed by no other page. */
export const loadSheetGrid = (): Promise<{ SheetGrid: typeof SheetGrid }> => import('./SheetGrid.tsx')
