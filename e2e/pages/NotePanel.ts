import { expect, type Locator, type Page } from '@playwright/test'

/** The note of the active row, beside the sheet. */
export class NotePanel {
  readonly page: Page
  readonly panel: Locator
  readonly text: Locator
  /** Whether the words are safe. */
  readonly status: Locator

  constructor(page: Page) {
    this.page = page
    this.panel = page.getByTestId('note')
    this.text = this.panel.getByRole('textbox', { name: 'Note on the row' })
    this.status = page.getByTestId('note-status')
  }

  async saved(): Promise<void> {
    await expect(this.status).toHaveText('Saved')
  }

  /** At the end of what is there. */
  async write(words: string): Promise<void> {
    await this.text.focus()
    await this.page.keyboard.press('Control+End')
    await this.page.keyboard.type(words)
  }

  /** So that nothing of a flow stays. */
  async empty(): Promise<void> {
    await this.text.focus()
    await this.page.keyboard.press('Control+a')
    await this.page.keyboard.press('Delete')
    await this.page.keyboard.press('Backspace') // and what the last block was
    await this.saved()
  }
}
