import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

test('who types in a cell that another changes meanwhile sees it beside the editor, and chooses whose value stays', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [mine, theirs] = [new SheetPage(await signedIn('owner')), new SheetPage(await signedIn('admin'))]
  const { page } = mine
  await mine.open(table.id, cycle.id)
  await theirs.open(table.id, cycle.id)
  const row = await mine.rowId(6)
  const before = ((await mine.cell(row, 'quantity').textContent()) ?? '').replaceAll(/\s/g, '')
  const notice = page.getByTestId('editor-notice')

  await mine.cell(row, 'quantity').click()
  await page.keyboard.type('777')
  await theirs.type(row, 'quantity', '555')
  await expect(notice).toContainText('Priya Nair changed this cell just now: 555')
  await expect(notice).toContainText('Enter writes yours over it, Esc keeps theirs.')
  const { violations } = await new AxeBuilder({ page }).include('[data-testid="editor-notice"]').analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  await page.keyboard.press('Enter')
  await expect(theirs.cell(row, 'quantity')).toHaveText('777')
  await expect(notice).toContainText('Yours is written over Priya Nair: 555')
  await notice.getByRole('button', { name: 'Use theirs' }).click()
  await expect(notice).toBeHidden()
  await expect(theirs.cell(row, 'quantity')).toHaveText('555')
  await expect(mine.grid.locator('.ag-cell-focus')).toBeFocused()

  // Esc, and an editor in which nothing was typed, keep theirs
  await mine.cell(row, 'quantity').click()
  await page.keyboard.type('888')
  await theirs.type(row, 'quantity', '556')
  await expect(notice).toContainText('556')
  await page.keyboard.press('Escape')
  await expect(notice).toBeHidden()
  await expect(mine.cell(row, 'quantity')).toHaveText('556')
  await page.keyboard.press('F2')
  await theirs.type(row, 'quantity', before)
  await expect(notice).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(notice).toBeHidden()
  await expect(mine.cell(row, 'quantity')).not.toHaveText('556')
  await mine.saved()
})

test('when the row is deleted under an editor, what was typed is kept and said, and the row comes back with it', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [mine, theirs] = [new SheetPage(await signedIn('owner')), new SheetPage(await signedIn('admin'))]
  const { page } = mine
  await mine.open(table.id, cycle.id)
  await theirs.open(table.id, cycle.id)
  const row = await mine.rowId(7)
  await mine.cell(row, 'note').click()
  await page.keyboard.type('half a sentence')
  await theirs.cell(row, 'quantity').click()
  await theirs.page.keyboard.press('Control+-')
  const notice = page.getByRole('alert').filter({ hasText: 'half a sentence' })
  await expect(notice).toContainText('Priya Nair deleted this row while you were typing.')
  await expect(mine.cell(row, 'note')).toHaveCount(0)
  await notice.getByRole('button', { name: 'Restore the row and write it' }).click()
  await expect(notice).toBeHidden()
  await expect(theirs.cell(row, 'note')).toHaveText('half a sentence')
  await expect(mine.cell(row, 'note')).toHaveText('half a sentence')
  await mine.cell(row, 'note').click()
  await page.keyboard.press('Delete')
  await expect(theirs.cell(row, 'note')).toHaveText('')
  await mine.saved()
})
