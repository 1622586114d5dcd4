import { expect, type Locator, type Page } from '@playwright/test'

/** The history beside a sheet, and the bar above a sheet of the past. */
export class HistoryPanel {
  readonly page: Page
  readonly panel: Locator
  readonly entries: Locator
  readonly slider: Locator
  /** Says of which moment the sheet is. */
  readonly pastBar: Locator

  constructor(page: Page) {
    this.page = page
    this.panel = page.getByTestId('history')
    this.entries = this.panel.getByTestId('history-entry')
    this.slider = this.panel.getByRole('slider', { name: 'Point in time' })
    this.pastBar = page.getByTestId('past-bar')
  }

  /** By the key, for the active cell. */
  async openForCell(): Promise<void> {
    await this.page.keyboard.press('Alt+Shift+H')
    await expect(this.panel).toBeVisible()
  }

  async open(scope: 'Cell' | 'Row' | 'Sheet'): Promise<void> {
    if (!(await this.panel.isVisible())) {
      await this.page.getByRole('button', { name: 'History', exact: true }).click()
    }
    await this.panel.getByRole('radiogroup', { name: 'History of' }).getByText(scope, { exact: true }).click()
  }

  /** The entry that says so; the newest of several. */
  entry(how: string | RegExp): Locator {
    return this.entries.filter({ has: this.page.getByTestId('history-how').filter({ hasText: how }) }).first()
  }

  action(entry: Locator, name: string | RegExp): Locator {
    return entry.getByRole('button', { name })
  }
}
