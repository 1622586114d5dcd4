import { expect, test } from '../fixtures/test.ts'
import { PASSWORD, PEOPLE } from '../fixtures/workspace.ts'

test('the first page asks a stranger to sign in', async ({ page }) => {
  await page.goto('/')
  await page.waitForURL(/\/login/)
  await expect(page.getByLabel('Work e-mail')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
})

test('a wrong password is refused in words, and says nothing about who exists', async ({ page }) => {
  await page.goto('/login')
  for (const email of ['admin@demo.example', 'nobody@demo.example']) {
    await page.getByLabel('Work e-mail').fill(email)
    await page.getByLabel('Password', { exact: true }).fill('not-the-password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('E-mail and password do not fit together.')).toBeVisible()
  }
})

test('with the right password one is at the dashboard, and still signed in after a reload', async ({ page }) => {
  await page.goto('/login')
  await page.getByLabel('Work e-mail').fill(PEOPLE.admin)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/dashboard/)
  await expect(page.getByTestId('cycle-total')).toBeVisible()
  await page.reload()
  await expect(page.getByTestId('cycle-total')).toBeVisible()
})
