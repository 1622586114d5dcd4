import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

test('rules of a view mark cells and rows while others edit, are told to who cannot see them, and travel in the address', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [sheet, other] = [new SheetPage(await signedIn('admin')), new SheetPage(await signedIn('owner'))]
  const { page } = sheet
  await sheet.open(table.id, cycle.id)
  const [row, next] = [await sheet.rowId(0), await sheet.rowId(1)]
  const before = (await sheet.cell(row, 'quantity').textContent()) ?? ''
  await sheet.chooseView('Groups and marks…')
  const panel = page.getByTestId('view-panel')
  const rule = async (column: string, when: string, value: string, style: string, scope: string): Promise<void> => {
    await panel.getByLabel('Column', { exact: true }).selectOption(column)
    await panel.getByLabel('When').selectOption(when)
    await panel.getByLabel('Value').fill(value)
    await panel.getByLabel('Mark', { exact: true }).selectOption(style)
    await panel.getByLabel('Where').selectOption(scope)
    await panel.getByRole('button', { name: 'Add the rule' }).click()
  }
  await rule('Quantity', 'is above', 'a lot', 'Bad', 'The whole row')
  await expect(panel.getByText('Write digits with a point for decimals, like 1204.5.')).toBeVisible()
  await rule('Quantity', 'is above', '900000000', 'Bad', 'The whole row')
  await rule('Purchase price', 'is above', '0', 'Note', 'The cell')
  await expect(sheet.cell(row, 'price')).toHaveAttribute('data-mark', 'note')
  await expect(sheet.cell(row, 'quantity')).not.toHaveAttribute('data-mark')

  // the first rule that holds counts; a rule is changed where it stands
  await rule('Quantity', 'is above', '0', 'Good', 'The cell')
  await expect(sheet.cell(next, 'quantity')).toHaveAttribute('data-mark', 'good')
  await panel.getByRole('button', { name: 'Change the rule: Quantity above 0' }).click()
  const editing = panel.getByRole('form', { name: 'Change the rule' })
  await expect(editing.getByLabel('Column', { exact: true })).toBeFocused()
  await editing.getByLabel('When').selectOption('lies between')
  await editing.getByLabel('And').fill('999999999')
  await editing.getByLabel('Mark', { exact: true }).selectOption('Watch')
  await page.keyboard.press('Escape')
  await expect(sheet.cell(next, 'quantity')).toHaveAttribute('data-mark', 'good')
  const change = panel.getByRole('button', { name: 'Change the rule: Quantity above 0' })
  await expect(change).toBeFocused()
  await change.press('Enter')
  await editing.getByLabel('When').selectOption('lies between')
  await editing.getByLabel('And').fill('999999999')
  await editing.getByLabel('Mark', { exact: true }).selectOption('Watch')
  await editing.getByRole('button', { name: 'Change the rule' }).click()
  await expect(sheet.cell(next, 'quantity')).toHaveAttribute('data-mark', 'watch')
  await panel.getByRole('button', { name: /Let it count before: Quantity from 0/ }).click()
  await panel.getByRole('button', { name: /Let it count before: Quantity from 0/ }).click()
  await expect(panel.getByRole('region', { name: 'Marks' }).getByRole('listitem').first()).toContainText(
    'Quantity from 0',
  )
  await panel.getByRole('button', { name: /Remove the rule: Quantity from 0/ }).click()
  await expect(sheet.cell(next, 'quantity')).not.toHaveAttribute('data-mark')

  // how large a number is beside the others
  const scales = panel.getByRole('region', { name: 'Scales' })
  await scales.getByRole('combobox', { name: 'Add a column…' }).selectOption('Quantity')
  await expect(sheet.cell(next, 'quantity')).toHaveAttribute('data-scale', 'bar')
  await scales.getByRole('combobox', { name: 'How “Quantity” is shown' }).selectOption('Large is bad')
  await expect(sheet.cell(next, 'quantity')).toHaveAttribute('data-scale', 'high_bad')
  await expect(sheet.cell(next, 'month')).not.toHaveAttribute('data-scale')

  await other.page.goto(page.url())
  await other.ready()
  await other.type(row, 'quantity', '999999999')
  await expect(sheet.cell(row, 'quantity')).toHaveAttribute('data-mark', 'bad')
  await expect(sheet.cell(row, 'month')).toHaveAttribute('data-mark', 'bad')
  await expect(sheet.cell(row, 'price')).toHaveAttribute('data-mark', 'bad')
  await expect(sheet.cell(next, 'price')).toHaveAttribute('data-mark', 'note')
  await expect(sheet.cell(row, 'quantity')).toHaveAccessibleDescription(/Bad: Quantity above 900\s000\s000/)
  await expect(other.cell(row, 'month')).toHaveAttribute('data-mark', 'bad')
  // beside the new largest number the others are small
  await expect(other.cell(row, 'quantity')).toHaveAttribute('data-side', 'high')
  for (const person of [page, other.page]) {
    const axe = await new AxeBuilder({ page: person }).include('.sheet-body').analyze()
    expect(axe.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  }
  await sheet.chooseView('Save as…')
  await page.getByRole('textbox', { name: 'Name' }).fill('Marked')
  await page.getByRole('checkbox', { name: /Share it/ }).check()
  await page.keyboard.press('Enter')
  await expect(sheet.views).toHaveText('Marked')

  const viewer = new SheetPage(await signedIn('viewer'))
  await viewer.page.goto(page.url().replace(/&?saved=[^&]*/, ''))
  await viewer.ready()
  await expect(viewer.header('price')).toHaveCount(0)
  await expect(viewer.cell(row, 'month')).toHaveAttribute('data-mark', 'bad')
  await viewer.chooseView('Marked')
  await expect(viewer.cell(row, 'quantity')).toHaveAttribute('data-mark', 'bad')
  await viewer.chooseView('Groups and marks…')
  await expect(viewer.page.getByTestId('view-panel')).not.toContainText('Purchase price')

  await other.page.keyboard.press('Control+z')
  await expect(sheet.cell(row, 'quantity')).toHaveText(before)
  await expect(sheet.cell(row, 'month')).not.toHaveAttribute('data-mark')
  await panel.getByRole('button', { name: /Remove the rule: Purchase price/ }).click()
  await expect(sheet.cell(next, 'price')).not.toHaveAttribute('data-mark')
  await sheet.chooseView('Delete…')
  await page.getByRole('button', { name: 'Delete view' }).click()
  await sheet.chooseView('Standard view')
  await expect(sheet.views).toHaveText('Standard view')
  await other.saved()
})
