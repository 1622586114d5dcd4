import type { Locator, Page } from '@playwright/test'

/** The page where administrators give and take roles. */
export class PeoplePage {
  readonly page: Page
  readonly dialog: Locator

  constructor(page: Page) {
    this.page = page
    this.dialog = page.getByRole('dialog')
  }

  async open(): Promise<void> {
    await this.page.getByRole('link', { name: 'People' }).click()
    await this.page.getByRole('heading', { level: 1, name: 'People' }).waitFor()
  }

  person(name: string): Locator {
    return this.page.getByRole('row', { name: new RegExp(name) })
  }

  /** Where each role of a person holds, as it is written. */
  held(name: string): Locator {
    return this.person(name).getByRole('listitem')
  }

  async give(name: string, role: string, where: string): Promise<void> {
    await this.page.getByRole('button', { name: `Give ${name} a role` }).click()
    await this.dialog.getByRole('radio', { name: role }).check()
    await this.dialog.getByRole('combobox', { name: 'Where' }).selectOption({ label: where })
    await this.dialog.getByRole('button', { name: 'Give the role' }).click()
  }

  /** Asks for it; nothing is taken until the question is answered. */
  async beginTaking(name: string, role: string, scope: string): Promise<void> {
    await this.person(name)
      .getByRole('button', { name: `Take ${role} (${scope}) away from ${name}` })
      .click()
  }
}
