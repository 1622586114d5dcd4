/** Colours on paper: those of the light page (client/theme/tokens.ts), because one reader has both before them. */
export const PAPER = {
  text: '#172126',
  dim: '#56636b',
  line: '#e1e6e9',
  lineStrong: '#84919a',
  sunken: '#eceff1',
  warnText: '#7d5200',
  warnTint: '#fbf0d9',
  sealText: '#3f5b74',
  sealTint: '#e8eef4',
  bar: '#4a6a86',
} as const

/** Of bars, by scope. */
export const SCOPE_FILL = { 1: '#d0561b', 2: '#3d8fe0', 3: '#6b3580' } as const
