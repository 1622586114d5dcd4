import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '../fixtures/test.ts'
import { HistoryPanel } from '../pages/HistoryPanel.ts'
import { SheetPage } from '../pages/SheetPage.ts'

test('an administrator makes a module and a table by hand, copies a table into it with its rows, and takes all of it out again', async ({
  signedIn,
  workspace,
}) => {
  const page = await signedIn('admin')
  const travel = await workspace.admin.module('Business travel')
  await page.goto('/modules')
  await page.getByRole('button', { name: 'New module' }).click()
  const making = page.getByTestId('new-module')
  await making.getByRole('textbox', { name: 'Name' }).fill('business travel')
  await making.getByRole('combobox', { name: 'Scope' }).selectOption({ label: 'Scope 3 · Value chain' })
  await making.getByRole('button', { name: 'Add module' }).click()
  await expect(making).toContainText('There is a module “business travel” here already')
  await making.getByRole('textbox', { name: 'Name' }).fill('Trial travel')
  await making.getByRole('combobox', { name: 'Category of scope 3' }).selectOption({ label: '6 · Business travel' })
  await making.getByRole('button', { name: 'Add module' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Trial travel' })).toBeVisible()

  await page.getByRole('button', { name: 'What to do with this module' }).click()
  await page.getByRole('menuitem', { name: 'New table' }).click()
  await page.getByTestId('new-table').getByRole('textbox', { name: 'Name' }).fill('By hand')
  await page.getByTestId('new-table').getByRole('button', { name: 'Add table' }).click()
  await expect(page.getByText('This table has no fields yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Add a field' }).click()
  const field = page.getByRole('dialog', { name: 'Add a column' })
  await field.getByRole('textbox', { name: 'Name' }).fill('Remark')
  await field.getByRole('button', { name: 'Add column' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Remark' })).toBeVisible()

  await page.goto(`/modules/${travel.id}`)
  await page
    .getByRole('button', { name: /^What to do with “/ })
    .first()
    .click()
  await page.getByRole('menuitem', { name: 'Copy table…' }).click()
  const copying = page.getByTestId('copy-dialog')
  await copying.getByRole('combobox', { name: 'Into the module' }).selectOption({ label: 'Trial travel' })
  await copying.getByRole('checkbox', { name: 'With rows' }).check()
  await copying.getByRole('combobox', { name: 'Rows of' }).selectOption({ label: 'FY2025' })
  await expect(copying.getByTestId('copy-preview')).toContainText(/\d+ rows/)
  await copying.getByRole('textbox', { name: 'Name' }).fill('By HAND')
  await expect(copying).toContainText('There is a table “By HAND” here already')
  await expect(copying.getByRole('button', { name: 'Copy', exact: true })).toBeDisabled()
  await copying.getByRole('textbox', { name: 'Name' }).fill('Copied trips')
  const { violations } = await new AxeBuilder({ page }).include('[data-testid="copy-dialog"]').analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  await copying.getByRole('button', { name: 'Copy', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Trial travel' })).toBeVisible()

  await page.getByRole('link', { name: 'Copied trips' }).first().click()
  const sheet = new SheetPage(page)
  await sheet.ready()
  const history = new HistoryPanel(page)
  await history.open('Sheet')
  await expect(history.entry(/^Copied .* cells with their table/)).toBeVisible()

  await page.getByRole('link', { name: 'Trial travel' }).first().click()
  await page.getByRole('button', { name: 'What to do with this module' }).click()
  await page.getByRole('menuitem', { name: 'Retire module…' }).click()
  await page.getByTestId('retire-structure').getByRole('button', { name: 'Retire' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Modules' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Trial travel' })).toHaveCount(0)
  await page.locator('summary', { hasText: 'Retired' }).click()
  await expect(page.locator('.retired-structure')).toContainText('Trial travel')
})

test('a ready-made table computes what is filled in; it and a field are kept as templates, used again, and retired', async ({
  signedIn,
  workspace,
}) => {
  const page = await signedIn('admin')
  const [waste, cycle] = await Promise.all([workspace.admin.module('Waste'), workspace.admin.cycle('FY2025')])
  const openMenu = async (item: string): Promise<void> => {
    await page.goto(`/modules/${waste.id}?cycle=${cycle.id}`)
    await page.getByRole('button', { name: 'What to do with “Trial freight”' }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await page.goto(`/modules/${waste.id}?cycle=${cycle.id}`)
  await page.getByRole('button', { name: 'What to do with this module' }).click()
  await page.getByRole('menuitem', { name: 'New table' }).click()
  const making = page.getByTestId('new-table')
  await making.getByRole('combobox', { name: 'Begin with' }).selectOption({ label: 'Freight' })
  await expect(making.getByTestId('template-fields')).toContainText('Freighting goods')
  await making.getByRole('textbox', { name: 'Name' }).fill('Trial freight')
  const { violations } = await new AxeBuilder({ page }).include('[data-testid="new-table"]').analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  await making.getByRole('button', { name: 'Add table' }).click()
  await expect(page).toHaveURL(/\/sheets\//)
  const tableId = /sheets\/([^/]+)/.exec(page.url())![1]!
  const values = { code: 'T1', site: 'stoke', month: '2025-03', vehicle: 'hgv', mass: 12, distance: 250 }
  await workspace.admin.request('POST', `tables/${tableId}/rows?cycle_id=${cycle.id}`, { rows: [{ values }] })
  const sheet = new SheetPage(page)
  await sheet.open(tableId, cycle.id)
  // 12 t over 250 km with 0.10163 kg CO2e per tonne-kilometre (DESNZ 2025)
  await expect(sheet.cell(await sheet.rowId(0), 'co2e')).toHaveText(/^0[.,]30/)

  await openMenu('Keep as template…')
  const keeping = page.getByTestId('keep-template')
  await keeping.getByRole('textbox', { name: 'Name' }).fill('Our freight')
  await keeping.getByRole('button', { name: 'Keep' }).click()
  await expect(page.getByTestId('kept-template')).toContainText('The template “Our freight” is kept')
  await openMenu('Fields and formulas')
  await page.getByRole('button', { name: /^Transport work/ }).click()
  await page.getByRole('checkbox', { name: 'Release the results' }).check()
  await expect(page.getByText('Who can write one of the inputs can find out another')).toBeVisible()
  await page.getByRole('button', { name: 'Change who may' }).click()
  await expect(
    page.getByRole('status').filter({ hasText: 'Who reads and writes “Transport work” is changed.' }),
  ).toBeVisible()
  const { fields } = await workspace.admin.get<{ fields: { key: string; released: boolean }[] }>(`tables/${tableId}`)
  expect(fields.filter(({ released }) => released).map(({ key }) => key)).toEqual(['work'])
  await page.getByRole('button', { name: /^Data quality/ }).click()
  await page.getByRole('button', { name: 'Keep as template…' }).click()
  await page.getByTestId('keep-template').getByRole('button', { name: 'Keep' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'The template “Data quality” is kept' })).toBeVisible()
  await page.getByRole('button', { name: 'Add a field' }).click()
  const adding = page.getByRole('dialog', { name: 'Add a column' })
  await adding.getByRole('combobox', { name: 'Begin with' }).selectOption({ label: 'Data quality' })
  await adding.getByRole('button', { name: 'Add column' }).click()
  await expect(adding).toContainText('There is a field “Data quality” already')
  await adding.getByRole('textbox', { name: 'Name' }).fill('Quality of the distance')
  await adding.getByRole('button', { name: 'Add column' }).click()
  await expect(page.getByRole('button', { name: /^Quality of the distance/ })).toBeVisible()

  await openMenu('Retire…')
  await page.getByTestId('retire-structure').getByRole('button', { name: 'Retire' }).click()
  await expect(page.getByRole('link', { name: 'Trial freight' })).toHaveCount(0)
  await page.goto('/modules')
  await page.getByRole('button', { name: 'Templates…' }).click()
  const templates = page.getByTestId('templates-dialog')
  await expect(templates).toContainText('Comes with Carbonsheet')
  for (const name of ['Our freight', 'Data quality']) {
    await templates.getByRole('button', { name: `Retire “${name}”` }).click()
    await page.getByTestId('retire-structure').getByRole('button', { name: 'Retire' }).click()
    await expect(templates.getByText(name, { exact: true })).toHaveCount(0)
  }
})
