/** What Enter does in a cell that nobody types in: goes down, as in Excel, or edits it, as in Google Sheets. */
export type EnterKey = 'moves' | 'edits'

const STORED = 'carbonsheet.enter'

/** As this device was told. */
export const enterKey = (): EnterKey => (localStorage.getItem(STORED) === 'edits' ? 'edits' : 'moves')

export function keepEnterKey(does: EnterKey): void {
  localStorage.setItem(STORED, does)
}
