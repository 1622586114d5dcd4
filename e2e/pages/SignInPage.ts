import type { Page } from '@playwright/test'
import { PASSWORD, PEOPLE, type Person } from '../fixtures/workspace.ts'

export class SignInPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async signIn(person: Person): Promise<void> {
    await this.page.goto('/login')
    await this.page.getByLabel('Work e-mail').fill(PEOPLE[person])
    await this.page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await this.page.getByRole('button', { name: 'Sign in' }).click()
    await this.page.waitForURL(/\/dashboard/)
  }
}
