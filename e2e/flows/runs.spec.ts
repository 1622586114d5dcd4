import { expect, test } from '../fixtures/test.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'

test('an open cycle is computed as a whole, is stale with the next edit, and the next run says what differs', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Business travel', 'FY2025', 'Hotel nights')
  const admin = await workspace.as('admin')
  const page = await signedIn('admin')
  await page.goto(`/cycles?cycle=${cycle.id}`)
  const panel = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Runs of FY2025' }) })
  const [hash, state] = [panel.getByTestId('run-hash'), panel.getByTestId('run-state')]
  const compute = async (): Promise<string> => {
    await panel.getByRole('button', { name: 'Run now' }).click()
    await expect(panel.getByText('The run is made.')).toBeVisible({ timeout: 60_000 })
    await expect(state).toHaveText('Current')
    return hash.innerText()
  }
  const first = await compute()
  expect(first).toMatch(/^[0-9a-f]{64}$/)
  const jobs = page.getByRole('banner').getByRole('button', { name: /^Work that you asked for/ })
  await jobs.click()
  const list = page.getByRole('dialog', { name: 'Work that you asked for' })
  await expect(list.getByRole('listitem')).toContainText(['Run of FY2025'])
  await expect(list.getByText('Done')).toBeVisible()
  await expect(list.getByRole('link', { name: 'Open' })).toHaveAttribute('href', `/cycles?cycle=${cycle.id}`)
  await page.keyboard.press('Escape')
  await expect(jobs).toHaveCount(0)
  await expect(panel).toContainText(/tCO₂e from [\d\s,]+ rows/)

  const rows = await admin.get<{ data: { id: string }[] }>(`tables/${table.id}/rows?cycle_id=${cycle.id}&limit=1`)
  const body = { rows: [{ id: rows.data[0]!.id, values: { nights: 4321 } }] }
  const written = await admin.request('POST', `tables/${table.id}/rows?cycle_id=${cycle.id}`, body)
  expect(((await written.json()) as { rejected: unknown[] }).rejected).toEqual([])
  await expect(state).toHaveText('Stale')

  await page.reload()
  expect(await compute()).not.toBe(first)
  const differences = panel.getByRole('table', { name: 'What differs' })
  await expect(differences.getByRole('row', { name: /^Scope 3/ })).toContainText(/[+−]\d/)
  await panel.getByLabel('By', { exact: true }).selectOption('By Month')
  await expect(differences.getByRole('row', { name: /^2025-/ }).first()).toBeVisible()
  await panel.getByText('Earlier runs').click()
  await expect(panel.getByRole('table', { name: 'Earlier runs' })).toContainText(first.slice(0, 12))
  expect(await seriousFindings(page)).toEqual([])

  const viewer = await signedIn('viewer')
  await viewer.goto(`/cycles?cycle=${cycle.id}`)
  await expect(viewer.getByRole('heading', { name: 'Completeness of FY2025' })).toBeVisible()
  await expect(viewer.getByRole('heading', { name: 'Runs of FY2025' })).toHaveCount(0)
})
