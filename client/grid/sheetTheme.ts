import { themeQuartz } from 'ag-grid-community'
import type { RowHeight } from '#shared/views/rowHeights.ts'

/** Height of a row in px, as people choose it, and the least that a finger needs. */
export const ROW_HEIGHTS_PX: Readonly<Record<RowHeight, number>> = { compact: 24, normal: 30, tall: 48 }
export const TOUCH_ROW_HEIGHT = 40

/** One grid theme; colours are custom properties, so light and dark need no work in the grid. */
export const sheetTheme = themeQuartz.withParams({
  backgroundColor: 'var(--c-body)',
  foregroundColor: 'var(--c-text)',
  borderColor: 'var(--c-grid-line)',
  accentColor: 'var(--c-accent)',
  chromeBackgroundColor: 'var(--c-chrome)',
  headerBackgroundColor: 'var(--c-chrome)',
  headerTextColor: 'var(--c-text)',
  rowHoverColor: 'transparent',
  selectedRowBackgroundColor: 'transparent',
  oddRowBackgroundColor: 'transparent',
  fontFamily: 'inherit',
  fontSize: 13,
  headerFontSize: 12,
  headerFontWeight: 500,
  spacing: 5,
  cellHorizontalPadding: 8,
  rowHeight: ROW_HEIGHTS_PX.normal,
  headerHeight: 42,
  columnBorder: true,
  headerColumnBorder: true,
  pinnedColumnBorder: '1px solid var(--c-line)',
  wrapperBorder: false,
  wrapperBorderRadius: 0,
  browserColorScheme: 'inherit',
  cellEditingBorder: '2px solid var(--c-accent)',
  cellEditingShadow: 'none',
})
