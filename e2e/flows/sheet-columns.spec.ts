import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

test('an administrator adds a column of choices and a formula while somebody else types; both have them at once, without a reload', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [admin, owner] = [new SheetPage(await signedIn('admin')), new SheetPage(await signedIn('owner'))]
  await admin.open(table.id, cycle.id)
  await owner.open(table.id, cycle.id)
  const row = await owner.rowId(0)
  await owner.cell(row, 'quantity').click()
  await owner.page.keyboard.type('77') // the editor stays open meanwhile

  await admin.chooseInColumnMenu('fuel', 'Add a column here…')
  const dialog = admin.page.getByRole('dialog', { name: 'Add a column' })
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Quantity')
  await dialog.getByRole('combobox', { name: 'Holds' }).selectOption({ label: 'One of a list' })
  await dialog.getByRole('button', { name: 'Add column' }).click()
  await expect(dialog).toContainText('There is a field “Quantity” already.')
  await expect(dialog).toContainText('Name at least one choice.')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Data quality')
  await dialog.getByRole('textbox', { name: 'Choices' }).fill('Measured\nEstimated')
  await dialog.getByRole('button', { name: 'Add column' }).click()
  await expect(dialog).toBeHidden()
  await expect(admin.message).toContainText('Column “Data quality” added.')
  await expect(admin.header('data_quality')).toBeFocused()
  await expect(owner.header('data_quality')).toBeVisible()
  await expect(owner.page.locator('.text-editor')).toHaveValue('77')
  await owner.page.keyboard.type('7')
  await owner.page.keyboard.press('Enter')
  await expect(admin.cell(row, 'quantity')).toContainText('777')
  await admin.choose(row, 'data_quality', 'Estimated')
  await expect(owner.cell(row, 'data_quality')).toContainText('Estimated')

  await admin.chooseInColumnMenu('data_quality', 'Add a column here…')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Doubled')
  await dialog.getByRole('combobox', { name: 'Holds' }).selectOption({ label: 'A formula' })
  await dialog.getByRole('combobox', { name: 'Formula' }).fill('quantiti * 2')
  await expect(dialog).toContainText('quantiti')
  await dialog.getByRole('combobox', { name: 'Formula' }).fill('')
  await dialog.getByRole('button', { name: 'quantity', exact: true }).click()
  await admin.page.keyboard.type(' * 2')
  await expect(dialog.getByRole('status')).toHaveText('Gives numbers in L.')
  await dialog.getByRole('textbox', { name: 'Unit' }).fill('L')
  await dialog.getByRole('button', { name: 'Add column' }).click()
  await expect(dialog).toBeHidden()
  await admin.type(row, 'quantity', '21')
  await expect(admin.cell(row, 'doubled')).toContainText('42')

  // as it was, for the other flows on this sheet
  for (const column of ['doubled', 'data_quality']) {
    await admin.chooseInColumnMenu(column, 'Retire this column…')
    await admin.page.getByRole('button', { name: 'Retire column' }).click()
    await expect(owner.header(column)).toBeHidden()
  }
})

test('a column is retired and brought back with its values; what the totals need is not, and it is said why', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [admin, owner] = [new SheetPage(await signedIn('admin')), new SheetPage(await signedIn('owner'))]
  await admin.open(table.id, cycle.id)
  await owner.open(table.id, cycle.id)
  const row = await admin.rowId(0)
  const source = await admin.cell(row, 'source').textContent()

  await admin.chooseInColumnMenu('site', 'Retire this column…')
  const dialog = admin.page.getByRole('dialog', { name: /^Retire the column/ })
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Retire column' }).click()
  await expect(dialog.getByRole('alert')).toContainText('the totals need that')
  await admin.page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  await admin.chooseInColumnMenu('source', 'Retire this column…')
  await dialog.getByRole('button', { name: 'Retire column' }).click()
  await expect(dialog).toBeHidden()
  await expect(admin.header('source')).toBeHidden()
  await expect(owner.header('source')).toBeHidden()

  await admin.chooseInColumnMenu('fuel', 'Add a column here…')
  await admin.page.getByRole('button', { name: 'Bring back “Source”' }).click()
  for (const sheet of [admin, owner]) {
    await expect(sheet.header('source')).toBeVisible()
    await expect(sheet.cell(row, 'source')).toHaveText(source ?? '')
  }
})
