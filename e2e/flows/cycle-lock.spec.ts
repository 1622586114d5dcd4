import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

test('a cycle goes to review and is locked from its menu; whoever has a sheet open is told at once', async ({
  signedIn,
  workspace,
}) => {
  const other = await workspace.as('other')
  const [table, cycle] = await Promise.all([other.table('Heating'), other.cycle('FY2025')])
  const manager = await signedIn('other')
  await manager.goto(`/dashboard?cycle=${cycle.id}`)
  const colleague = new SheetPage(await signedIn('other'))
  await colleague.open(table.id, cycle.id)
  const row = await colleague.rowId(0)
  await colleague.type(row, 'energy', '321')
  await colleague.saved()
  const chip = manager.getByRole('button', { name: /Cycle: FY2025/ })

  await chip.click()
  await manager.getByRole('menuitem', { name: 'Put FY2025 in review' }).click()
  await expect(chip).toContainText('In review')

  await chip.click()
  await manager.getByRole('menuitem', { name: 'Lock FY2025' }).click()
  const question = manager.getByRole('dialog', { name: 'Lock FY2025 for good?' })
  await expect(question).toContainText('it cannot be opened again')
  const lock = question.getByRole('button', { name: 'Lock FY2025' })
  await expect(lock).toBeDisabled()
  await expect(question.getByRole('link', { name: '14 · Franchises' })).toBeVisible()
  await question.getByRole('checkbox', { name: /^I, .* know that all of this is unknown/ }).check()
  await lock.click()
  await expect(chip).toContainText('Locked')
  await expect(question).toBeHidden()

  await expect(colleague.saveStatus).toHaveText(/Read-only: locked/)
  await colleague.type(row, 'energy', '999')
  await expect(colleague.cell(row, 'energy')).toHaveText('321')
  await chip.click()
  await expect(manager.getByRole('menuitem', { name: /Lock FY|Open FY/ })).toHaveCount(0)
  await manager.keyboard.press('Escape')

  await manager.goto('/cycles')
  await expect(manager.getByText(/^Categories .*14.* of scope 3.*\(confirmed with the lock\)$/)).toBeVisible()
  await manager.getByRole('button', { name: 'Actions of FY2025' }).click()
  await manager.getByRole('menuitem', { name: 'Restate' }).click()
  const form = manager.getByRole('dialog', { name: 'Restate FY2025' })
  await form.getByLabel('Cause').selectOption('Error')
  await form.getByLabel('Reason').fill('A boiler was read twice')
  await form.getByRole('button', { name: 'Restate FY2025' }).click()
  await expect(manager.getByRole('status').getByText(/FY2025 v2 has begun with/)).toBeVisible()
  const version = manager.getByTestId('cycle').filter({ hasText: 'FY2025 v2' })
  await expect(version).toContainText('Error: A boiler was read twice')
  await expect(manager.getByTestId('cycle').filter({ hasText: 'Restated' })).toHaveCount(1)
  await version.getByRole('link', { name: 'FY2025 v2', exact: true }).click()
  await expect(manager.getByRole('button', { name: 'Cycle: FY2025 v2' })).toContainText('Open')

  // as a large cycle is locked: by a job
  await manager.route('**/status', (route) =>
    route.continue({ headers: { ...route.request().headers(), prefer: 'respond-async' } }),
  )
  await manager.goto('/cycles')
  await manager.getByRole('button', { name: 'Actions of FY2025 v2' }).click()
  await manager.getByRole('menuitem', { name: 'Lock' }).click()
  const again = manager.getByRole('dialog', { name: 'Lock FY2025 v2 for good?' })
  await again.getByRole('checkbox', { name: /know that all of this is unknown/ }).check()
  await again.getByRole('button', { name: 'Lock FY2025 v2' }).click()
  await expect(again).toBeHidden()
  await expect(version).toContainText('Locked')
  await manager.getByRole('button', { name: 'Work that you asked for has ended' }).click()
  await expect(manager.getByRole('dialog', { name: 'Work that you asked for' })).toContainText(
    /Lock of FY2025 v2.*Done/,
  )
})

test('who does not manage the cycle is not offered its steps', async ({ signedIn }) => {
  const page = await signedIn('owner')
  await page.getByRole('button', { name: /Cycle: FY2025/ }).click()

  await expect(page.getByRole('menuitem', { name: /FY2024/ })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: /Lock FY|in review/ })).toHaveCount(0)
})
