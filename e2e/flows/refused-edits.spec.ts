import { believesItMayWrite, damagesOneEdit } from '../fixtures/misledPage.ts'
import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const SHEET = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

test('an edit without permission is listed with its reason, the old value stands, and the person decides', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...SHEET)
  const sheet = new SheetPage(await signedIn('viewer'))
  const colleague = new SheetPage(await signedIn('admin'))
  await believesItMayWrite(sheet.page)
  await sheet.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await sheet.open(table.id, cycle.id)
  await colleague.open(table.id, cycle.id)
  const row = await sheet.rowId(6)
  const code = (await sheet.cell(row, 'code').textContent()) ?? ''
  const before = (await sheet.cell(row, 'quantity').textContent()) ?? ''

  await sheet.type(row, 'quantity', '7654321')
  await sheet.openNotSaved()
  await expect(sheet.cell(row, 'quantity')).toHaveText(before)
  const listed = sheet.notSaved.getByRole('row').filter({ hasText: 'Quantity' })
  await expect(listed).toContainText(code)
  await expect(listed).toContainText('You may not write this field.')
  await expect(listed.getByRole('cell')).toHaveText([/Quantity/, '7\u00a0654\u00a0321', before])
  await expect(colleague.cell(row, 'quantity')).toHaveText(before)

  // it is still there in a page that was loaded anew
  await sheet.page.reload()
  await sheet.ready()
  await sheet.openNotSaved()
  await expect(listed).toContainText('7\u00a0654\u00a0321')

  await sheet.notSaved.getByRole('button', { name: 'Copy the value' }).click()
  await expect.poll(() => sheet.page.evaluate(() => navigator.clipboard.readText())).toContain('7654321')

  await sheet.notSaved.getByRole('button', { name: 'Write again' }).click()
  await expect(sheet.cell(row, 'quantity')).toHaveText(before)
  await sheet.openNotSaved()
  await expect(listed).toContainText('You may not write this field.')

  await sheet.notSaved.getByRole('button', { name: 'Discard mine' }).click()
  await expect(sheet.notSaved).toBeHidden()
  await sheet.saved()
  await expect(sheet.cell(row, 'quantity')).toHaveText(before)
})

test('after a damaged edit the sheet is loaded fresh, offers the value, and goes on', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...SHEET)
  const sheet = new SheetPage(await signedIn('admin'))
  const colleague = new SheetPage(await signedIn('owner'))
  const { arm } = await damagesOneEdit(sheet.page)
  await sheet.open(table.id, cycle.id)
  await colleague.open(table.id, cycle.id)
  await sheet.saved()
  const [row, other] = [await sheet.rowId(7), await sheet.rowId(8)]
  const before = (await sheet.cell(row, 'quantity').textContent()) ?? ''

  arm()
  await sheet.type(row, 'quantity', '4711')
  await sheet.openNotSaved()
  await expect(sheet.notSaved).toContainText('The server could not read the edit')
  await expect(sheet.cell(row, 'quantity')).toHaveText(before)

  // other edits go through meanwhile, and the value itself when it is written again
  await sheet.type(other, 'quantity', '815')
  await expect(colleague.cell(other, 'quantity')).toHaveText('815')
  await sheet.notSaved.getByRole('button', { name: 'Write again' }).click()
  await sheet.saved()
  await expect(sheet.notSaved).toBeHidden()
  await expect(sheet.cell(row, 'quantity')).toHaveText('4\u00a0711')
  await expect(colleague.cell(row, 'quantity')).toHaveText('4\u00a0711')
})

test('an edit that reaches a locked cycle is offered, and the sheet stays as it was locked', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2024', 'Liquid fuels and LPG')
  const sheet = new SheetPage(await signedIn('admin'))
  await believesItMayWrite(sheet.page)
  await sheet.open(table.id, cycle.id)
  const row = await sheet.rowId(2)
  const before = (await sheet.cell(row, 'quantity').textContent()) ?? ''

  await sheet.type(row, 'quantity', '99')
  await sheet.openNotSaved()
  await expect(sheet.notSaved).toContainText('The cycle was locked before this reached the server.')
  await expect(sheet.cell(row, 'quantity')).toHaveText(before)
  await expect(sheet.notSaved.getByRole('button', { name: 'Write again' })).toBeDisabled()
  await expect(sheet.notSaved).toContainText('You may not write any of these cells now.')

  await sheet.notSaved.getByRole('button', { name: 'Discard mine' }).click()
  await expect(sheet.saveStatus).toHaveText('Read-only: locked')
  await sheet.page.unrouteAll()
  await sheet.page.reload()
  await sheet.ready()
  await expect(sheet.saveStatus).toHaveText('Read-only: locked')
  await expect(sheet.cell(row, 'quantity')).toHaveText(before)
})
