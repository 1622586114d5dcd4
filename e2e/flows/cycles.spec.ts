import type { CycleComparison } from '#shared/api/cycleComparison.ts'
import type { CycleReadiness } from '#shared/api/cycles.ts'
import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

test('a cycle is begun, changed and deleted again; what is odd is said while one types, and wrong names at their field', async ({
  signedIn,
  workspace,
}) => {
  const page = await signedIn('admin')
  await page.getByRole('link', { name: 'Cycles' }).click()
  await expect(page).toHaveURL(/\/cycles/)
  const rows = page.getByTestId('cycle')
  await expect(rows).toHaveCount(2)
  await page.getByRole('button', { name: 'New cycle' }).click()
  const form = page.getByRole('dialog', { name: /^New cycle of/ })
  await expect(form.getByLabel('Name')).toHaveValue('FY2026')
  await expect(form.getByText(/no factors of 2026, only of 2024, 2025/)).toBeVisible()

  await form.getByLabel('First day').fill('2025-07-01')
  await expect(form.getByLabel('Last day')).toHaveValue('2026-06-30')
  await expect(form.getByText(/Empty: 2026, the year that holds the greater part/)).toBeVisible()
  await expect(form.getByText(/The period overlaps FY2025/)).toBeVisible()
  await form.getByLabel('Length').selectOption('53 weeks')
  await expect(form.getByLabel('Last day')).toHaveValue('2026-07-06')
  await form.getByLabel('Name').fill('fy2025')
  await form.getByRole('button', { name: 'Begin fy2025' }).click()
  await expect(form.getByText('The project has a cycle “FY2025” already. Choose another name.')).toBeVisible()
  await form.getByLabel('Name').fill('FY 25/26')
  await form.getByLabel('Factor year').fill('2025')
  await form.getByRole('button', { name: 'Begin FY 25/26' }).click()
  await expect(form).toBeHidden()
  await expect(page.getByRole('status').getByText('FY 25/26 has begun.')).toBeVisible()
  const made = rows.filter({ hasText: 'FY 25/26' })
  await expect(made).toContainText('AR5 · 2025')
  await expect(made).toContainText('1 Jul 2025 – 6 Jul 2026')

  const { table } = await workspace.sheetOf('Stationary combustion', 'FY2025')
  const cycle = await workspace.admin.cycle('FY 25/26')
  const rowsPath = `tables/${table.id}/rows?cycle_id=${cycle.id}`
  const { data: lines } = await workspace.admin.get<{ data: { values: Record<string, unknown> }[] }>(
    `tables/${table.id}/rows?cycle_id=${(await workspace.admin.cycle('FY2025')).id}&limit=1`,
  )
  const values = { ...lines[0]!.values, month: '2025-07' }
  const written = await workspace.admin.request('POST', rowsPath, { rows: [{ values }] })
  const { accepted } = (await written.json()) as { accepted: { id: string }[] }
  const line = accepted[0]!.id
  const colleague = new SheetPage(await signedIn('owner'))
  await colleague.open(table.id, cycle.id)
  const result = colleague.cell(line, 'co2e')
  await expect(result).toHaveText(/\d/)
  const byAr5 = await result.textContent()

  await made.getByRole('button', { name: 'Actions of FY 25/26' }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit FY 25/26' })
  await edit.getByLabel('GWP set').selectOption('AR6')
  await expect(edit.getByRole('listitem').filter({ hasText: 'Kilns and dryers' })).toContainText('→')
  await edit.getByLabel('Name').fill('Trial year')
  await edit.getByRole('button', { name: 'Save changes' }).click()
  const renamed = rows.filter({ hasText: 'Trial year' })
  await expect(renamed).toContainText('AR6 · 2025')
  await expect(result).not.toHaveText(byAr5!) // the open sheet computes by AR6 at once
  await expect(result).toHaveText(/\d/)
  const removed = await workspace.admin.request('DELETE', rowsPath.replace('?', `/${line}?`))
  expect(removed.status).toBe(204)
  await page.reload()

  await renamed.getByRole('button', { name: 'Actions of Trial year' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page
    .getByRole('dialog', { name: 'Delete Trial year?' })
    .getByRole('button', { name: 'Delete Trial year' })
    .click()
  await expect(rows).toHaveCount(2)
  await expect(page.getByRole('status').getByText('Trial year was deleted.')).toBeVisible()
})

test('the total of another GWP set is shown before it is chosen; a lock tells all that is in its way; gaps lead to their sheet', async ({
  signedIn,
  workspace,
}) => {
  const page = await signedIn('admin')
  await page.goto('/cycles')
  const row = page.getByTestId('cycle').filter({ hasText: 'FY2025' })
  await row.getByRole('button', { name: 'Actions of FY2025' }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit FY2025' })
  await edit.getByLabel('GWP set').selectOption('AR6')
  const preview = edit.getByRole('region', { name: 'What this does to the totals' })
  await expect(preview.getByText(/Refrigerant top-ups/)).toBeVisible()
  await expect(preview.getByRole('listitem').first()).toContainText(/Total.*→.*tCO₂e/)
  await edit.getByRole('button', { name: 'Cancel' }).click()

  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025')
  const { data } = await workspace.admin.get<CycleReadiness>(`cycles/${cycle.id}/readiness`)
  await row.getByRole('button', { name: 'Actions of FY2025' }).click()
  await page.getByRole('menuitem', { name: 'Lock' }).click()
  const question = page.getByRole('dialog', { name: 'FY2025 cannot be locked yet' })
  await expect(question.locator('.lock-blockers > li, .lock-warnings > li')).toHaveCount(data.length)
  await expect(question.getByRole('button', { name: 'Lock FY2025' })).toHaveCount(0)
  const refused = await workspace.admin.request('POST', `cycles/${cycle.id}/status`, { status: 'locked' })
  expect(refused.status).toBe(409)
  await question
    .getByRole('link', { name: /Kilns and dryers.*incomplete/ })
    .first()
    .click()
  await expect(page).toHaveURL(new RegExp(`/sheets/${table.id}/${cycle.id}\\?incomplete=1`))
  await expect(page.getByTestId('sheet')).toBeVisible()

  await page.goto('/cycles')
  const gaps = page.getByRole('table', { name: /^Completeness of/ })
  await page.getByRole('combobox', { name: 'Module' }).selectOption('Stationary combustion')
  await gaps.getByLabel(/^Rayong, Dec 2025: \d+ % complete/).click()
  const choice = page.getByRole('menuitem', { name: /Kilns and dryers/ })
  await expect(choice.or(page.getByTestId('sheet'))).toBeVisible() // one table opens at once
  await ((await choice.isVisible()) ? choice.click() : undefined)
  await expect(page).toHaveURL(/\/sheets\/.*site=\w+&month=2025-12/)
})

test('what changed since another cycle: causes lead from the one total to the other, by module, site and scope', async ({
  signedIn,
  workspace,
}) => {
  const [now, before] = await Promise.all(['FY2025', 'FY2024'].map((name) => workspace.admin.cycle(name)))
  const told = await workspace.admin.get<CycleComparison>(`cycles/${now!.id}/comparison?with=${before!.id}`)
  const { total, by_site: sites } = told
  const caused = Object.values(total.effects).reduce((sum, kg) => sum + kg, 0)
  expect(caused).toBeCloseTo(total.after_kg! - total.before_kg!, 3)

  const page = await signedIn('viewer')
  await page.goto(`/cycles?cycle=${now!.id}`)
  await expect(page.getByRole('combobox', { name: 'Compared with' })).toHaveValue(before!.id)
  await expect(page.getByRole('note')).toContainText('The factors are of 2024 and 2025.')
  const causes = page.getByRole('table').filter({ has: page.getByRole('columnheader', { name: 'Cause' }) })
  const shown = async (row: string): Promise<number> => {
    const text = (await causes.getByRole('row', { name: row }).getByRole('cell').last().textContent()) ?? ''
    return Number(text.replaceAll('\u00a0', '').replace('\u2212', '-'))
  }
  await expect(causes.getByRole('row', { name: /^Factors/ })).toBeVisible()
  expect(Math.abs((await shown('Factors')) - total.effects.factor_kg / 1000)).toBeLessThanOrEqual(0.5)
  expect(Math.abs((await shown('Activity')) - total.effects.activity_kg / 1000)).toBeLessThanOrEqual(0.5)
  await expect(page.locator('.change-chart svg').first()).toBeVisible()

  await causes.getByRole('button', { name: 'Factors' }).click()
  const behind = page.getByRole('dialog', { name: 'Rows behind “Factors”' })
  const first = behind.getByTestId('cause-rows').getByRole('link').first()
  await expect(first).toHaveAttribute('href', /^\/sheets\/.+\?row=/)
  await behind.getByRole('button', { name: 'Close' }).click()
  await page.locator('.change-chart .recharts-bar-rectangle').nth(1).click()
  await expect(page.getByRole('dialog', { name: 'Rows behind “Activity”' })).toBeVisible()
  await page.keyboard.press('Escape')

  await page.getByRole('combobox', { name: 'By' }).selectOption('By Site')
  const table = page.getByRole('table', { name: 'What changed: Site' })
  await expect(table.getByRole('row')).toHaveCount(sites.length + 1)
})

test('who does not manage cycles reads them, and is offered no steps', async ({ signedIn }) => {
  const auditor = await signedIn('auditor')
  await auditor.goto('/cycles')
  await auditor.getByRole('button', { name: 'Actions of FY2025' }).click()
  await expect(auditor.getByRole('menuitem')).toHaveText([
    'Open its dashboard',
    'Excel workbook (.xlsx)',
    'CSV for spreadsheets (.zip)',
    'CSV for programs (.zip)',
    'JSON',
  ])
  await expect(auditor.getByRole('button', { name: 'New cycle' })).toHaveCount(0)
  const whole = auditor.getByTestId('cycle').filter({ hasText: 'FY2025' })
  await expect(whole.getByRole('link', { name: /Scope 3: \d/ })).toBeVisible()

  const owner = await signedIn('owner')
  await owner.goto('/cycles')
  await expect(owner.getByTestId('cycle')).toHaveCount(2)
  await expect(owner.getByRole('button', { name: 'New cycle' })).toHaveCount(0)
})
