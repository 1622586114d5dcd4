import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

test('a condition over the row is checked while it is written, marks with its own words, and is counted from the module to the cell', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const module = await workspace.admin.module(TABLE[0])
  const [admin, owner] = [new SheetPage(await signedIn('admin')), new SheetPage(await signedIn('owner'))]
  await admin.open(table.id, cycle.id)
  await owner.open(table.id, cycle.id)
  const row = await owner.rowId(2)
  const before = ((await owner.cell(row, 'quantity').textContent()) ?? '').replaceAll(/\s/g, '')
  await owner.type(row, 'quantity', '765432')
  await owner.saved()

  await admin.chooseInColumnMenu('quantity', 'Name and rules…')
  const dialog = admin.page.getByRole('dialog', { name: 'Name and rules: Quantity' })
  const condition = dialog.getByRole('textbox', { name: 'True in every row' })
  await condition.fill('quantity * 2')
  await expect(dialog).toContainText('This is no condition.')
  await condition.fill('quantity < no_such')
  await expect(dialog).toContainText('There is no field "no_such".')
  await condition.fill('quantity <= 500000 or note == "large"')
  await expect(dialog).not.toContainText('There is no field')
  await dialog.getByRole('textbox', { name: 'What to say when it is not' }).fill('More than the tanks hold.')
  const { violations } = await new AxeBuilder({ page: admin.page }).include('[role="dialog"]').analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()

  await expect(owner.cell(row, 'quantity')).not.toHaveClass(/c-err/) // its note is empty: nobody knows yet
  await owner.type(row, 'note', 'small')
  await expect(owner.cell(row, 'quantity')).toHaveClass(/c-err/)
  await expect(owner.cell(row, 'quantity')).toHaveAttribute('aria-description', 'More than the tanks hold.')
  await owner.saved()

  await admin.page.goto(`/modules/${module.id}?cycle=${cycle.id}`)
  await admin.page
    .getByRole('row', { name: /Liquid fuels and LPG/ })
    .getByRole('link', { name: /error/ })
    .click()
  await expect(admin.page).toHaveURL(/errors=1/)
  await expect(admin.cell(row, 'quantity')).toBeVisible()
  await expect(admin.page.getByText('Rows with errors')).toBeVisible()

  await owner.type(row, 'note', 'large')
  await expect(owner.cell(row, 'quantity')).not.toHaveClass(/c-err/)
  await owner.cell(row, 'note').click()
  await owner.page.keyboard.press('Delete')
  await owner.type(row, 'quantity', before)
  await owner.saved()
  await admin.open(table.id, cycle.id)
  await admin.chooseInColumnMenu('quantity', 'Name and rules…')
  await condition.fill('')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
})

test('a condition that reads a hidden column is neither told to those who may not see it nor marked for them', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle, sheet: described } = await workspace.sheetOf(...TABLE)
  const id = (described as unknown as { table: { fields: { id: string; key: string }[] } }).table.fields.find(
    ({ key }) => key === 'quantity',
  )!.id
  const set = (formula: string | null): Promise<Response> =>
    workspace.admin.request('PATCH', `tables/${table.id}/fields/${id}`, { validation: { formula, message: formula } })
  expect((await set('price > 1000000')).status).toBe(200)
  const [owner, auditor] = [new SheetPage(await signedIn('owner')), new SheetPage(await signedIn('auditor'))]
  await owner.open(table.id, cycle.id)
  await auditor.open(table.id, cycle.id)
  const row = await owner.rowId(2)
  await expect(owner.cell(row, 'quantity')).toHaveClass(/c-err/)
  await expect(auditor.cell(row, 'quantity')).not.toHaveClass(/c-err/)
  const told = await (await workspace.as('auditor')).sheet(table.id, cycle.id)
  expect(JSON.stringify(told)).not.toContain('1000000')
  expect((await set(null)).status).toBe(200)
  await expect(owner.cell(row, 'quantity')).not.toHaveClass(/c-err/)
})
