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
