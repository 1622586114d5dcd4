import { readFile } from 'node:fs/promises'
import { expect, test } from '../fixtures/test.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'

test('a cycle is read as each document asks for it, put together, taken out as a workbook and as PDF, and in Arabic', async ({
  signedIn,
}) => {
  const page = await signedIn('admin')
  await page.goto('/reports')
  const report = page.getByRole('article')
  await expect(page.getByTestId('report-state')).toContainText('Draft, not sealed')
  await expect(report.getByRole('table').first()).toContainText('Scope 1')
  expect(await seriousFindings(page, 'main')).toEqual([])

  await page.getByText('UK SECR').click()
  await expect(report.getByRole('heading', { level: 2 })).toContainText('SECR')
  await expect(report).toContainText('kWh')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Excel (.xlsx)' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^UK SECR .+\.xlsx$/)
  const [pdf] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'PDF' }).click()])
  expect(pdf.suggestedFilename()).toMatch(/^UK SECR .+\.pdf$/)
  expect((await readFile(await pdf.path())).subarray(0, 8).toString()).toBe('%PDF-1.7')

  await page.getByRole('button', { name: 'New report' }).click()
  await page.getByRole('button', { name: 'Save report' }).click()
  await expect(page.getByText('Give the report a name.')).toBeVisible()
  await page.getByLabel('Name of the report').fill('For the board')
  await page.getByRole('button', { name: 'Text', exact: true }).click()
  await page.getByRole('textbox', { name: 'Text' }).fill('What the board should know.')
  await page.getByRole('button', { name: 'Move up: Text' }).click()
  expect(await seriousFindings(page, 'main')).toEqual([])
  await page.getByRole('button', { name: 'Save report' }).click()
  await expect(report.getByRole('heading', { level: 2 })).toHaveText('For the board')
  await expect(report).toContainText('What the board should know.')
  await expect(report.getByRole('table')).toContainText('Scope 1')
  await page.getByRole('button', { name: 'Delete report' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete report' }).click()
  await expect(report.getByRole('heading', { level: 2 })).toHaveText('GHG Protocol inventory')

  await page.evaluate(() => localStorage.setItem('carbonsheet.language', 'ar'))
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await expect(page.getByTestId('report-state')).toContainText('مسودة')
  await page.setViewportSize({ width: 390, height: 800 })
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  expect(isWide).toBe(false)
})
