import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

test('an administrator says what a column must be like: everybody who has the sheet open sees the marks at once, and the list leads to each cell', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [admin, owner] = [new SheetPage(await signedIn('admin')), new SheetPage(await signedIn('owner'))]
  await admin.open(table.id, cycle.id)
  await owner.open(table.id, cycle.id)
  const row = await admin.rowId(0)
  await owner.type(row, 'quantity', '987654')
  await expect(admin.cell(row, 'quantity')).toContainText('987')
  await expect(admin.cell(row, 'quantity')).not.toHaveClass(/c-err/)

  await owner.openColumnMenu('quantity')
  await expect(owner.page.getByRole('menuitem', { name: 'Hide column' })).toBeVisible()
  await expect(owner.page.getByRole('menuitem', { name: 'Name and rules…' })).toBeHidden()
  await owner.page.keyboard.press('Escape')

  await admin.chooseInColumnMenu('quantity', 'Name and rules…')
  const dialog = admin.page.getByRole('dialog', { name: 'Name and rules: Quantity' })
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await dialog.getByRole('textbox', { name: 'Not above' }).fill('plenty')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('')
  await admin.page.keyboard.press('Enter')
  await expect(dialog).toContainText('Give it a name.')
  await expect(dialog).toContainText('Write a number, or leave it empty.')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Fuel burned')
  await dialog.getByRole('textbox', { name: 'Not above' }).fill('500,000')
  const { violations } = await new AxeBuilder({ page: admin.page }).include('[role="dialog"]').analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()

  for (const sheet of [admin, owner]) {
    await expect(sheet.header('quantity')).toContainText('Fuel burned')
    await expect(sheet.cell(row, 'quantity')).toHaveClass(/c-err/)
    await expect(sheet.cell(row, 'quantity')).toHaveAttribute('aria-description', /must not be above 500.000 L/)
  }

  // what is marked is kept, and the list leads to it
  await owner.page.getByTestId('health').click()
  const problems = owner.page.getByTestId('problems')
  const ours = problems.getByRole('button', { name: /Fuel burned 987.654 .*must not be above/ })
  await ours.click()
  await expect(owner.cell(row, 'quantity')).toBeFocused()
  await owner.page.keyboard.type('400000')
  await owner.page.keyboard.press('Enter')
  await expect(owner.cell(row, 'quantity')).not.toHaveClass(/c-err/)
  await expect(ours).toBeHidden()

  // as it was, for the other flows on this sheet
  await admin.chooseInColumnMenu('quantity', 'Name and rules…')
  await admin.page.getByRole('textbox', { name: 'Name' }).fill('Quantity')
  await admin.page.getByRole('textbox', { name: 'Not above' }).fill('')
  await admin.page.getByRole('button', { name: 'Save' }).click()
  await expect(owner.header('quantity')).toContainText('Quantity')
})

test('of two rows with the same value in a column that must differ both are marked, until one is changed', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const sheet = new SheetPage(await signedIn('admin'))
  await sheet.open(table.id, cycle.id)
  const [first, second] = [await sheet.rowId(0), await sheet.rowId(1)] as const
  await sheet.type(first, 'quantity', '1234.5')
  await sheet.type(second, 'quantity', '1234.5')
  await sheet.chooseInColumnMenu('quantity', 'Name and rules…')
  await sheet.page.getByRole('checkbox', { name: 'Different in every row' }).check()
  await sheet.page.getByRole('button', { name: 'Save' }).click()
  await expect(sheet.cell(first, 'quantity')).toHaveClass(/c-err/)
  await expect(sheet.cell(second, 'quantity')).toHaveClass(/c-err/)
  await sheet.type(second, 'quantity', '1234.6')
  await expect(sheet.cell(first, 'quantity')).not.toHaveClass(/c-err/)
  await expect(sheet.cell(second, 'quantity')).not.toHaveClass(/c-err/)
  await sheet.chooseInColumnMenu('quantity', 'Name and rules…')
  await sheet.page.getByRole('checkbox', { name: 'Different in every row' }).uncheck()
  await sheet.page.getByRole('button', { name: 'Save' }).click()
  await expect(sheet.page.getByTestId('rules-dialog')).toBeHidden()
})

test('a choice is renamed, added and taken away: sheets show it at once, and what was chosen before stays, marked', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [admin, owner] = [new SheetPage(await signedIn('admin')), new SheetPage(await signedIn('owner'))]
  await admin.open(table.id, cycle.id)
  await owner.open(table.id, cycle.id)
  const row = await admin.rowId(0)
  const chosen = (await admin.cell(row, 'source').textContent()) ?? ''
  await admin.chooseInColumnMenu('source', 'Name and rules…')
  const dialog = admin.page.getByRole('dialog', { name: 'Name and rules: Source' })
  const choices = dialog.getByRole('textbox', { name: /^Choice/ })
  const labels = await choices.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value))
  expect(labels).toContain(chosen)
  const at = labels.indexOf(chosen)
  await choices.nth(at).fill('Supplier’s invoice')
  await choices.nth(at).press('Enter')
  await expect(choices.nth(at + 1)).toBeFocused()
  await admin.page.keyboard.type('Weighbridge')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  for (const sheet of [admin, owner]) {
    await expect(sheet.cell(row, 'source')).toHaveText('Supplier’s invoice')
  }
  await owner.choose(row, 'source', 'Weighbridge')
  await expect(admin.cell(row, 'source')).toHaveText('Weighbridge')

  await admin.chooseInColumnMenu('source', 'Name and rules…')
  await choices.nth(at).fill(chosen)
  await dialog.getByRole('button', { name: 'Remove “Weighbridge”' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  await expect(owner.cell(row, 'source')).toHaveClass(/c-err/)
  await expect(owner.cell(row, 'source')).toContainText('weighbridge')
  await owner.choose(row, 'source', chosen)
  await expect(admin.cell(row, 'source')).toHaveText(chosen)
})
