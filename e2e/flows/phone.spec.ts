import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

test('on a phone the box of another person keeps its name, also when their column is not shown', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const colleague = new SheetPage(await signedIn('owner'))
  const phone = new SheetPage(await signedIn('admin'))
  await phone.page.setViewportSize({ width: 390, height: 844 })
  await colleague.open(table.id, cycle.id)
  await phone.open(table.id, cycle.id)
  const row = await phone.rowId(4)

  await colleague.cell(row, 'quantity').click()
  await expect(phone.peerBox('Joris')).toBeVisible()
  expect(await phone.overlaps(phone.peerBox('Joris'), phone.cell(row, 'quantity'))).toBe(true)
  await phone.cell(row, 'quantity').click()
  // where there is a mouse the name fades two seconds after the choice
  await expect.poll(() => colleague.nameOpacity(colleague.peerBox('Priya'))).toBe(0)
  expect(await phone.nameOpacity(phone.peerBox('Joris'))).toBe(1)

  await colleague.cell(row, 'fuel').click()
  await expect.poll(() => phone.overlaps(phone.peerBox('Joris'), phone.cell(row, 'code'))).toBe(true)
})
