import type { Locator } from '@playwright/test'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

/** The cell with the label of a group. */
const head = (sheet: SheetPage, label: string | RegExp): Locator =>
  sheet.grid.locator('.row-group .c-labelled').filter({ hasText: label })
const numberIn = (text: string | null): number => Number(text?.replaceAll(/[^\d.-]/g, ''))

test('rows are grouped by two columns, opened and closed by mouse and keys, and totals are those of each group', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const sheet = new SheetPage(await signedIn('admin'))
  const { page } = sheet
  await sheet.open(table.id, cycle.id)
  await sheet.chooseInColumnMenu('site', 'Group by this column')
  await expect(head(sheet, 'Site: Columbus, Ohio24 rows')).toHaveAttribute('aria-expanded', 'true')
  await sheet.chooseInColumnMenu('fuel', 'Then group by this column')
  await expect(page.getByRole('group', { name: 'Groups' })).toHaveText('SiteFuel')
  await sheet.chooseView('Groups and marks…')
  const panel = page.getByTestId('view-panel')
  await panel.getByRole('button', { name: 'Move Fuel outwards' }).click()
  await expect(page.getByRole('group', { name: 'Groups' })).toHaveText('FuelSite')
  await panel.getByRole('button', { name: 'Move Fuel inwards' }).click()
  await panel.getByRole('button', { name: 'Close' }).click()

  await page.getByRole('button', { name: 'Close all groups' }).click()
  await expect(head(sheet, 'Site: Columbus, Ohio')).toHaveAttribute('aria-expanded', 'false')
  await expect(sheet.message).toHaveText('All groups closed')
  const shares = await sheet.grid.locator('.row-group [col-id="co2e"]').allTextContents()
  // three sites, and the rows without one that other flows may have left
  expect(shares.length).toBeGreaterThanOrEqual(3)
  const sum = shares.reduce((all, one) => all + numberIn(one), 0)
  expect(sum).toBeCloseTo(numberIn(await sheet.total('co2e').textContent()), 1)

  await head(sheet, 'Site: Columbus, Ohio').click()
  await expect(sheet.message).toHaveText('Group “Columbus, Ohio” open, 24 rows')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(head(sheet, 'Fuel: Distillate').first()).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('Space')
  await expect(head(sheet, 'Fuel: Distillate').first()).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('Alt+Shift+ArrowRight')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Alt+Shift+ArrowLeft')
  await expect(head(sheet, 'Fuel: Distillate').first()).toHaveAttribute('aria-expanded', 'false')
  await expect(head(sheet, 'Fuel: Distillate').first()).toBeFocused()

  const axe = await new AxeBuilder({ page }).include('[data-testid="sheet"]').analyze()
  expect(axe.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])

  const colleague = new SheetPage(await signedIn('owner'))
  await colleague.page.goto(page.url())
  await colleague.ready()
  await expect(head(colleague, 'Site: Columbus, Ohio24 rows')).toHaveAttribute('aria-expanded', 'true')
  await expect(head(colleague, 'Fuel: Distillate').first()).toHaveAttribute('aria-expanded', 'false')
  await colleague.cell(await colleague.rowId(0), 'code').click()
  await colleague.page.keyboard.press('Control+End')
  await expect(head(colleague, /^Site: (?!Columbus)/).last()).toHaveAttribute('aria-expanded', 'false')
  await sheet.chooseView('Standard view')
  await expect(sheet.grid.locator('.row-group')).toHaveCount(0)
})

test('two people edit, group and undo at the same time: heads are never written, and rows stay where they are', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [grouping, typing] = [new SheetPage(await signedIn('admin')), new SheetPage(await signedIn('owner'))]
  await typing.open(table.id, cycle.id)
  const rows = await typing.ownRows(['GR-1', 'GR-2', 'GR-3'])
  const [first, second, third] = [rows[0]!, rows[1]!, rows[2]!]
  await typing.type(first, 'note', 'north')
  await typing.type(second, 'note', 'north')
  await typing.type(third, 'note', 'south')
  await typing.saved()

  await grouping.open(table.id, cycle.id)
  await grouping.chooseInColumnMenu('note', 'Group by this column')
  const { page } = grouping
  await expect(head(grouping, 'Note: north2 rows')).toBeVisible()

  // a paste that begins on a head goes to the rows below it, and passes over the next one
  await grouping.cell(first, 'quantity').click()
  await page.keyboard.press('ArrowUp')
  await grouping.paste({ text: '10\r\n20\r\n30' })
  await expect(grouping.cell(third, 'quantity')).toHaveText('30')
  await expect(typing.cell(second, 'quantity')).toHaveText('20')
  await page.keyboard.type('nothing can be typed into a head')
  await expect(head(grouping, 'Note: north2 rows')).toBeVisible()

  // the other one changes what the groups are made of: nothing moves until it is applied
  await typing.type(second, 'note', 'south')
  const apply = page.getByTestId('apply-view')
  await expect(apply).toHaveText('Apply sort and filter again (1 row)')
  await expect(head(grouping, 'Note: north2 rows')).toBeVisible()
  await grouping.type(first, 'quantity', '15')
  await expect(typing.cell(first, 'quantity')).toHaveText('15')
  await typing.page.keyboard.press('Control+z')
  await expect(apply).toBeHidden()
  await page.keyboard.press('Control+z')
  await expect(typing.cell(first, 'quantity')).toHaveText('10')
  await typing.type(second, 'note', 'south')
  await apply.click()
  await expect(head(grouping, 'Note: north1 row')).toBeVisible()
  await expect(head(grouping, 'Note: south2 rows')).toBeVisible()

  // copy leaves heads out, delete and select all too
  await grouping.cell(first, 'code').click()
  await grouping.cell(third, 'code').click({ modifiers: ['Shift'] })
  const copied = await page.evaluate(() => {
    const clipboardData = new DataTransfer()
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }),
    )
    return clipboardData.getData('text/plain')
  })
  expect(copied.trim().split('\r\n').toSorted()).toEqual(['GR-1', 'GR-2', 'GR-3'])

  // a row that is added in a group belongs to it
  await grouping.cell(first, 'code').click()
  await page.getByRole('button', { name: 'Add a row' }).click()
  await expect(head(grouping, 'Note: north2 rows')).toBeVisible()
  await page.keyboard.type('GR-4')
  await page.keyboard.press('Enter')
  await expect(typing.grid.getByText('GR-4')).toBeVisible()
  await grouping.cell(first, 'code').click()
  await page.keyboard.press('Alt+Shift+ArrowLeft')
  await expect(head(grouping, 'north')).toHaveAttribute('aria-expanded', 'false')
  await expect(grouping.cell(first, 'code')).toHaveCount(0)
  await grouping.saved()

  await typing.cell(first, 'code').click()
  for (let i = 0; i < 3; i++) {
    await typing.page.keyboard.press('Shift+ArrowDown')
  }
  await typing.page.keyboard.press('Control+-')
  await expect(typing.grid.getByText('GR-4')).toHaveCount(0)
  await typing.saved()
  await expect(head(grouping, 'north')).toHaveCount(0)
})
