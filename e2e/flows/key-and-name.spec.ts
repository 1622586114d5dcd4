import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

test('key and name look like one frozen cell and are typed into, copied and pasted over one by one', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const sheet = new SheetPage(await signedIn('admin'))
  await sheet.open(table.id, cycle.id)
  const [row, next] = [await sheet.rowId(10), await sheet.rowId(11)]

  await sheet.type(row, 'name', 'Spare tank')
  await sheet.type(row, 'code', 'SP-1')
  await expect(sheet.cell(row, 'name')).toHaveText('Spare tank')
  await expect(sheet.cell(row, 'code')).toHaveText('SP-1')
  await sheet.cell(next, 'code').click()
  await sheet.paste({ text: 'SP-2\tSpare burner' })
  await expect(sheet.cell(next, 'code')).toHaveText('SP-2')
  await expect(sheet.cell(next, 'name')).toHaveText('Spare burner')
  await sheet.page.keyboard.press('Control+z')
  await expect(sheet.cell(next, 'name')).not.toHaveText('Spare burner')

  const [key, name] = [await sheet.cell(row, 'code').boundingBox(), await sheet.cell(row, 'name').boundingBox()]
  expect(name!.x).toBe(key!.x + key!.width)
  await sheet.cell(row, 'note').click()
  await sheet.page.keyboard.press('End')
  expect(await sheet.cell(row, 'name').boundingBox()).toEqual(name)
})
