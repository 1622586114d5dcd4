import { expect, test } from '../fixtures/test.ts'
import type { DemoWorkspace } from '../fixtures/demoWorkspace.ts'
import { SheetPage } from '../pages/SheetPage.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'

interface Made {
  id: string
}

/** A module of scope 2 with a table of electricity at three sites, in which a column of factors is empty. */
async function electricity(
  workspace: DemoWorkspace,
  name: string,
): Promise<{ module: string; table: string; cycle: string }> {
  const send = async <Reply>(method: string, path: string, body: unknown): Promise<Reply> => {
    const response = await workspace.admin.request(method, path, body)
    expect([path, response.status]).toEqual([path, 200])
    return (await response.json()) as Reply
  }
  const cycle = await workspace.admin.cycle('FY2025')
  const { project_id: project } = await workspace.admin.get<{ project_id: string }>(`cycles/${cycle.id}`)
  const module = await send<Made>('POST', `projects/${project}/modules`, { name, scope: 2 })
  const table = await send<Made>('POST', `modules/${module.id}/tables/from_template`, {
    template_id: 'builtin:purchased_electricity',
    name: 'Meters',
    language: 'en',
  })
  await send('POST', `tables/${table.id}/fields`, { name: 'Own factor', type: 'factor', unit: 'kWh' })
  const row = (code: string, site: string) => ({ values: { code, site, month: '2025-03', energy: 1000, grid: 'uk' } })
  await send('POST', `tables/${table.id}/rows?cycle_id=${cycle.id}`, {
    rows: [row('M1', 'stoke'), row('M2', 'stoke'), row('M3', 'columbus'), row('M4', 'rayong')],
  })
  return { module: module.id, table: table.id, cycle: cycle.id }
}

test('factors for rows without one are reviewed with their reasons, taken in one step, explained and undone', async ({
  signedIn,
  workspace,
}) => {
  const made = await electricity(workspace, 'Power of suggestions')
  const sheet = new SheetPage(await signedIn('admin'))
  const { page } = sheet
  await sheet.open(made.table, made.cycle)
  const first = await sheet.rowId(0)
  await sheet.cell(first, 'own_factor').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Choose factors…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Choose factors that fit' })
  await expect(dialog.getByLabel('Activity')).toHaveValue('electricity')
  const group = (site: string) => dialog.getByRole('listitem').filter({ hasText: `electricity · ${site}` })
  await expect(group('Stoke-on-Trent')).toContainText('2 rows')
  await expect(group('Stoke-on-Trent')).toContainText(
    'Country of the site: United Kingdom. 2025 holds most of the period.',
  )
  await expect(group('Columbus, Ohio')).toContainText(
    'Grid region of the site: RFC West (RFCW). The newest edition up to 2025 is of 2023.',
  )
  await expect(group('Columbus, Ohio')).toContainText('Older data than the period')
  await expect(group('Rayong')).toContainText('CO₂ only')
  await group('Columbus, Ohio')
    .getByText(/^Refused:/)
    .click()
  await expect(group('Columbus, Ohio')).toContainText('corrected by its publisher')
  await expect(group('Columbus, Ohio')).toContainText('for avoided emissions only')
  expect(await seriousFindings(page, '[role="dialog"]')).toEqual([])
  await group('Rayong').getByRole('checkbox').uncheck()
  await dialog.getByRole('button', { name: 'Take them in 3 rows' }).click()
  await expect(dialog).toBeHidden()

  await expect(sheet.cell(first, 'own_factor')).toContainText('Electricity: UK 2025')
  await expect(sheet.cell(await sheet.rowId(2), 'own_factor')).toContainText('RFC West total output')
  const rayong = sheet.cell(await sheet.rowId(3), 'own_factor')
  await expect(rayong).toHaveText('')
  await sheet.saved()

  await rayong.dblclick()
  const list = page.getByRole('listbox', { name: 'Own factor' })
  await expect(list.getByText('Suggested for this row')).toBeVisible()
  const suggested = list.getByRole('option').first()
  await expect(suggested).toContainText('Thailand grid generation 2022')
  await expect(suggested).toContainText('Country of the site: Thailand.')
  await suggested.click()
  await expect(rayong).toContainText('Thailand grid generation 2022')
  await sheet.saved()
  await rayong.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'History of this cell' }).click()
  const history = page.getByTestId('history').getByTestId('why-factor')
  await expect(history).toContainText('Country of the site: Thailand.')
  await expect(history).toContainText('for “electricity”')
  await rayong.click()
  await page.keyboard.press('Control+z')
  await expect(rayong).toHaveText('')
  await expect(history).toBeHidden()

  await sheet.cell(first, 'own_factor').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Explain this cell' }).click()
  const why = page.getByTestId('why-factor')
  await expect(why).toContainText('for “electricity”')
  await expect(why).toContainText('2025 holds most of the period.')

  await sheet.cell(first, 'own_factor').click()
  await page.keyboard.press('Control+z')
  await expect(sheet.cell(first, 'own_factor')).toHaveText('')
  await expect(sheet.cell(await sheet.rowId(2), 'own_factor')).toHaveText('')
  await workspace.admin.request('DELETE', `modules/${made.module}`)
})
