import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

test('the total follows an edit, and one click leads from a number to the rows behind it', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const page = await signedIn('admin')
  const total = page.getByTestId('cycle-total')
  await expect(total).not.toHaveText('')
  const before = (await total.textContent()) ?? ''
  const sheet = new SheetPage(await signedIn('owner'))
  await sheet.open(table.id, cycle.id)

  await sheet.type(await sheet.rowId(1), 'quantity', '98765432')
  await expect(total).not.toHaveText(before)

  await page
    .getByRole('link', { name: /Stationary combustion/ })
    .first()
    .click()
  await expect(page).toHaveURL(/\/modules\//)
  await expect(page.getByRole('heading', { name: 'Stationary combustion' })).toBeVisible()
})

test('one click on a total of several tables shows its rows, and each of them leads to its sheet', async ({
  signedIn,
}) => {
  const page = await signedIn('viewer')
  await page.getByTestId('cycle-total').click()
  const drawer = page.getByRole('dialog')
  const rows = drawer.getByTestId('behind-rows').getByRole('link')
  await expect(rows).toHaveCount(10)
  await drawer.getByRole('button', { name: /^Show more \(10 of/ }).click()
  await expect(rows).toHaveCount(20)
  await expect(drawer.getByRole('link', { name: /^Open Electricity bills/ })).toBeVisible()

  const [code = ''] = ((await rows.first().locator('b').textContent()) ?? '').split(' ')
  await rows.first().click()
  await expect(page).toHaveURL(/\/sheets\/.*site=\w+&month=2025-\d\d&row=/)
  await expect(page.getByTestId('sheet').getByText(code, { exact: true }).first()).toBeVisible()
  const row = new URL(page.url()).searchParams.get('row') ?? ''
  await expect(new SheetPage(page).cell(row, 'co2e')).toBeFocused()
  await expect(page.getByTestId('fx-bar')).toContainText('tCO₂e')
})

test('a gas, biogenic CO2 and cells with an error show the rows that have them', async ({ signedIn }) => {
  const page = await signedIn('viewer')
  const drawer = page.getByRole('dialog')
  const rows = drawer.getByTestId('behind-rows').getByRole('link')
  await page.getByTestId('biogenic').getByRole('link').click()
  await expect(drawer).toContainText('tCO₂')
  await expect(rows.first()).toContainText('Wood-fired clay dryer')
  await expect(drawer.getByRole('link', { name: /^Open Fuel of company vehicles/ })).toBeVisible()

  await page.goto('/dashboard')
  await page.getByRole('link', { name: /^SF₆: / }).click()
  await expect(rows.first()).toContainText('33 kV switchgear')

  await page.goto('/dashboard')
  await page.getByRole('link', { name: /^Cells with an error: / }).click()
  await expect(rows.first()).toContainText('Error')
})

test('a total that rests on two GWP sets says so, and leads to the rows of the other set', async ({ signedIn }) => {
  const page = await signedIn('viewer')
  await page.getByRole('button', { name: /^Project: Group inventory/ }).click()
  await page.getByRole('menuitem', { name: 'Supplier pilot' }).click()
  const note = page.getByTestId('other-gwp')
  await expect(note).toContainText('By IPCC AR5 instead of AR6')
  await expect(note).toContainText(/\d tCO₂e · [\d.]+\s% of this total/)
  await expect(note).toContainText('Name both GWP sets')

  await note.getByRole('link').click()
  const rows = page.getByRole('dialog').getByTestId('behind-rows').getByRole('link')
  await expect(rows).toHaveCount(10)
  await expect(rows.first()).toContainText('Supply of the gas')
})
