import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

test('what one person types is seen by the other, computed on both sides, and is there after a reload', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const first = new SheetPage(await signedIn('admin'))
  const second = new SheetPage(await signedIn('owner'))
  await first.open(table.id, cycle.id)
  await second.open(table.id, cycle.id)
  const row = await first.rowId(0)
  const resultBefore = await second.cell(row, 'co2e').textContent()

  await first.type(row, 'quantity', '123456')

  await expect(second.cell(row, 'quantity')).toHaveText('123\u00a0456')
  await expect(second.cell(row, 'co2e')).not.toHaveText(resultBefore ?? '')
  await expect(first.cell(row, 'co2e')).toHaveText((await second.cell(row, 'co2e').textContent()) ?? '')
  await first.saved()
  await second.page.reload()
  await second.ready()
  await expect(second.cell(row, 'quantity')).toHaveText('123\u00a0456')
})

test('each sees who else is in the sheet, and where', async ({ signedIn, workspace }) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const first = new SheetPage(await signedIn('admin'))
  const second = new SheetPage(await signedIn('owner'))
  await first.open(table.id, cycle.id)
  await second.open(table.id, cycle.id)
  const row = await second.rowId(2)

  await second.cell(row, 'quantity').click()

  await expect(first.page.getByTestId('presence').getByLabel(/Joris/)).toBeVisible()
  await expect(first.grid.locator('.ov-peer[data-label]')).toHaveAttribute('data-label', /Joris/)
})

test('undo takes back only one’s own gesture', async ({ signedIn, workspace }) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const first = new SheetPage(await signedIn('admin'))
  const second = new SheetPage(await signedIn('owner'))
  await first.open(table.id, cycle.id)
  await second.open(table.id, cycle.id)
  const [mine, theirs] = [await first.rowId(3), await first.rowId(4)]
  const before = (await first.cell(mine, 'quantity').textContent()) ?? ''
  await first.type(mine, 'quantity', '777')
  await second.type(theirs, 'quantity', '888')
  await expect(first.cell(theirs, 'quantity')).toHaveText('888')

  await first.page.keyboard.press('Control+z')

  await expect(first.cell(mine, 'quantity')).toHaveText(before)
  await expect(second.cell(mine, 'quantity')).toHaveText(before)
  await expect(second.cell(theirs, 'quantity')).toHaveText('888')
})

test('a row that one added stays when it is undone after somebody else has typed in it, and that is said', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const first = new SheetPage(await signedIn('admin'))
  const second = new SheetPage(await signedIn('owner'))
  await first.open(table.id, cycle.id)
  await second.open(table.id, cycle.id)
  await first.cell(await first.rowId(4), 'code').click()
  await first.page.keyboard.press('Control+Shift++')
  await expect(first.grid.locator('.ag-cell-focus')).toHaveText('')
  const added = await first.rowId(4)
  await expect(second.cell(added, 'code')).toBeVisible()
  await second.type(added, 'code', 'of a colleague')
  await expect(first.cell(added, 'code')).toHaveText('of a colleague')

  await first.page.keyboard.press('Control+z')
  await expect(first.message).toContainText('1 row stays, others have typed in it')
  await expect(first.cell(added, 'code')).toHaveText('of a colleague')
  await expect(second.cell(added, 'code')).toHaveText('of a colleague')

  await second.deleteRows([added])
  await expect(first.cell(added, 'code')).toHaveCount(0)
})
