import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/test.ts'
import { HistoryPanel } from '../pages/HistoryPanel.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

async function chooseInMenu(sheet: SheetPage, row: string, field: string, item: string): Promise<void> {
  await sheet.cell(row, field).click({ button: 'right' })
  await sheet.page.getByRole('menuitem', { name: item }).click()
}

async function expectAccessible(page: Page, selector: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include(selector).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
}

test('deleted rows are listed with who deleted them, and come back with one click, for everybody', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [sheet, other] = [new SheetPage(await signedIn('owner')), new SheetPage(await signedIn('admin'))]
  await sheet.open(table.id, cycle.id)
  await other.open(table.id, cycle.id)
  const [first, second] = [await sheet.rowId(3), await sheet.rowId(4)] as const
  const held = (await sheet.cell(first, 'quantity').textContent()) ?? ''
  await sheet.cell(first, 'quantity').click()
  await sheet.cell(second, 'quantity').click({ modifiers: ['Shift'] })
  await sheet.page.keyboard.press('Control+-')
  await expect(other.cell(first, 'quantity')).toHaveCount(0)
  await sheet.saved()

  await chooseInMenu(other, await other.rowId(0), 'quantity', 'Deleted rows…')
  const panel = other.page.getByTestId('deleted-rows')
  const listed = panel.getByTestId('deleted-row').filter({ hasText: held.replaceAll('\u00a0', ' ') })
  await expect(listed.first()).toContainText(/Deleted by .+, now/)
  await expectAccessible(other.page, '[data-testid="deleted-rows"]')
  await listed
    .first()
    .getByRole('button', { name: /^Restore/ })
    .click()
  await expect(sheet.cell(first, 'quantity')).toHaveText(held)
  await other.cell(first, 'quantity').click()
  await other.page.keyboard.press('Control+z')
  await expect(sheet.cell(first, 'quantity')).toHaveCount(0)
  await sheet.cell(await sheet.rowId(0), 'quantity').click()
  await sheet.page.keyboard.press('Control+z')
  await expect(other.cell(first, 'quantity')).toHaveText(held)
  await expect(other.cell(second, 'quantity')).toBeVisible()

  const viewer = new SheetPage(await signedIn('viewer'))
  await viewer.open(table.id, cycle.id)
  await viewer.cell(first, 'quantity').click({ button: 'right' })
  await expect(viewer.page.getByRole('menuitem', { name: /^Copy/ })).toBeVisible()
  await expect(
    viewer.page.getByRole('menuitem', { name: /^(Deleted rows|Set a value|Fill from another|Split by month)/ }),
  ).toHaveCount(0)
})

test('one value is set in all selected rows, typed or chosen as its column wants it, in one step', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const sheet = new SheetPage(await signedIn('owner'))
  const { page } = sheet
  await sheet.open(table.id, cycle.id)
  const rows = [await sheet.rowId(1), await sheet.rowId(2), await sheet.rowId(3)] as const
  const before = await Promise.all(rows.map((row) => sheet.cell(row, 'source').textContent()))
  const dialog = page.getByRole('dialog', { name: 'Set a value in many rows' })
  const open = async (): Promise<void> => {
    await sheet.cell(rows[0], 'source').click()
    await sheet.cell(rows[2], 'source').click({ modifiers: ['Shift'] })
    await chooseInMenu(sheet, rows[2], 'source', 'Set a value…')
    await expect(dialog).toBeVisible()
  }
  await open()
  await expect(dialog.getByRole('radio', { name: '3 selected rows' })).toBeChecked()
  await expectAccessible(page, '[role="dialog"]')
  await dialog.getByRole('combobox', { name: 'Value' }).click()
  await page.getByRole('option', { name: 'Estimate' }).click()
  await dialog.getByRole('button', { name: /^Set it in/ }).click()
  await expect(dialog).toBeHidden()
  for (const row of rows) {
    await expect(sheet.cell(row, 'source')).toHaveText('Estimate')
  }
  await page.keyboard.press('Control+z')
  for (const [i, row] of rows.entries()) {
    await expect(sheet.cell(row, 'source')).toHaveText(before[i] ?? '')
  }

  // what does not fit its column is told before it is written
  await open()
  await dialog.getByRole('combobox', { name: 'Column' }).click()
  await page.getByRole('option', { name: 'Quantity', exact: true }).click()
  await dialog.getByRole('textbox', { name: 'Value' }).fill('plenty')
  await expect(dialog).toContainText(/not a number/i)
  await dialog.getByRole('textbox', { name: 'Value' }).fill('1,500')
  await dialog.getByRole('button', { name: /^Set it in 3 rows/ }).click()
  await expect(sheet.cell(rows[1], 'quantity')).toHaveText('1\u00a0500')
  await page.keyboard.press('Control+z')
  await expect(sheet.cell(rows[1], 'quantity')).not.toHaveText('1\u00a0500')
  await sheet.saved()
})

test('cells are filled from the cycle before, by source and month, after a look at what that would do, in one step', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const last = await workspace.admin.cycle('FY2024')
  const sheet = new SheetPage(await signedIn('owner'))
  const { page } = sheet
  await sheet.open(table.id, cycle.id)
  const rows = [await sheet.rowId(0), await sheet.rowId(1)] as const
  type Row = { id: string; values: Record<string, unknown> }
  const read = (cycleId: string): Promise<{ data: Row[] }> =>
    workspace.admin.get(`tables/${table.id}/rows?cycle_id=${cycleId}&limit=500`)
  const [now, then] = [await read(cycle.id), await read(last.id)]
  const here = now.data.find(({ id }) => id === rows[0])!
  const key = Object.keys(here.values).find((name) => typeof here.values[name] === 'string' && name !== 'month')!
  const there = then.data.find(
    ({ values }) =>
      values['site'] === here.values['site'] &&
      values[key] === here.values[key] &&
      values['month'] === String(here.values['month']).replace('2025', '2024'),
  )!
  const select = async (): Promise<void> => {
    await sheet.cell(rows[0], 'quantity').click()
    await sheet.cell(rows[1], 'quantity').click({ modifiers: ['Shift'] })
  }
  await select()
  await page.keyboard.press('Delete')
  await chooseInMenu(sheet, rows[1], 'quantity', 'Fill from another cycle…')
  const dialog = page.getByRole('dialog', { name: 'Fill from another cycle' })
  await expect(
    dialog
      .getByRole('textbox', { name: 'From cycle' })
      .or(dialog.getByRole('combobox', { name: 'From cycle' }))
      .first(),
  ).toHaveValue('FY2024')
  await expect(dialog.getByTestId('carry-tallies')).toContainText('2filled')
  await expectAccessible(page, '[role="dialog"]')
  await dialog.getByRole('button', { name: 'Fill 2 cells' }).click()
  await expect(dialog).toBeHidden()
  await expect(sheet.message).toHaveText('Filled 2 cells from FY2024')
  await expect
    .poll(async () => ((await sheet.cell(rows[0], 'quantity').textContent()) ?? '').replaceAll(/\s/g, ''))
    .toBe(String(there.values['quantity']))
  await sheet.saved()
  await page.keyboard.press('Alt+Shift+H')
  const history = new HistoryPanel(page)
  await expect(history.panel.getByTestId('history-how').first()).toHaveText('Took 2 cells over from another cycle')
  await sheet.cell(rows[0], 'quantity').click()
  await page.keyboard.press('Control+z')
  await expect(sheet.cell(rows[0], 'quantity')).toHaveText('')
  await page.keyboard.press('Control+z')
  await expect(sheet.cell(rows[0], 'quantity')).not.toHaveText('')
  await sheet.saved()
})

test('a yearly amount is split by month, its total to the last digit, and undone in one step', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const sheet = new SheetPage(await signedIn('owner'))
  const { page } = sheet
  await sheet.open(table.id, cycle.id)
  const rows = page.getByTestId('row-count')
  const before = (await rows.textContent()) ?? ''
  await sheet.cell(await sheet.rowId(0), 'quantity').click()
  await chooseInMenu(sheet, await sheet.rowId(0), 'quantity', 'Insert rows above')
  const row = await sheet.rowId(0)
  await sheet.type(row, 'quantity', '1000')
  await sheet.type(row, 'note', 'tank of the year')
  await sheet.cell(row, 'quantity').click()
  await chooseInMenu(sheet, row, 'quantity', 'Split by month…')
  const dialog = page.getByRole('dialog', { name: 'Split an amount by month' })
  await expect(dialog.getByTestId('split-preview')).toContainText('Dec 2025new83.37\u00a0L')
  await expect(dialog).toContainText('The last month takes +0.04\u00a0L')
  await expectAccessible(page, '[role="dialog"]')
  await dialog.getByRole('radio', { name: 'By days' }).check()
  await expect(dialog.getByTestId('split-preview')).toContainText('Feb 2025new76.71\u00a0L')
  await dialog.getByRole('button', { name: 'Split' }).click()
  await expect(sheet.message).toHaveText('Split over 12 months')
  const shown = await sheet.column('quantity', 12)
  expect(shown.reduce((sum, text) => sum + Math.round(Number(text) * 100), 0)).toBe(100_000)
  await expect.poll(() => sheet.column('note', 12)).toEqual(Array.from({ length: 12 }, () => 'tank of the year'))
  await expect
    .poll(async () => (await sheet.column('month', 2)).map((text) => text.trim()))
    .toEqual(['Jan 2025', 'Feb 2025'])
  await page.keyboard.press('Control+z')
  await expect(sheet.cell(row, 'quantity')).toHaveText('1\u00a0000')

  await sheet.cell(row, 'quantity').click()
  await chooseInMenu(sheet, row, 'quantity', 'Split by month…')
  await dialog.getByRole('radio', { name: 'By the days of a bill' }).check()
  await dialog.getByLabel('First day of the bill').fill('2025-11-20')
  await dialog.getByLabel('Last day of the bill').fill('2025-11-01')
  await expect(dialog.getByText('The last day is before the first one.')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Split' })).toBeDisabled()
  await dialog.getByLabel('Last day of the bill').fill('2026-01-16')
  await expect(dialog).toContainText('42 of 58 days are in FY2025. The first and the last day both count.')
  await expect(dialog.getByTestId('split-preview')).toContainText('Dec 2025new534.48\u00a0L')
  await expect(dialog.getByTestId('split-preview')).toContainText('In other cycles: not written here275.86\u00a0L')
  await dialog.getByRole('button', { name: 'Split' }).click()
  await expect(sheet.cell(row, 'quantity')).toHaveText('189.66')
  await expect(sheet.cell(row, 'month')).toHaveText('Nov 2025')
  await page.keyboard.press('Control+z')
  await expect(sheet.cell(row, 'quantity')).toHaveText('1\u00a0000')

  await sheet.cell(row, 'quantity').click()
  await page.keyboard.press('Control+-')
  await expect(rows).toHaveText(before)
  await sheet.saved()
})

test('rows are given to a person: in a column of people the value is found by name, for all selected rows', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const fields = `tables/${table.id}/fields`
  const made = await workspace.admin.request('POST', fields, { name: 'Given to', type: 'person' })
  const { id } = (await made.json()) as { id: string }
  try {
    const sheet = new SheetPage(await signedIn('admin'))
    const { page } = sheet
    await sheet.open(table.id, cycle.id)
    const [first, last] = [await sheet.rowId(1), await sheet.rowId(3)] as const
    await sheet.cell(first, 'quantity').click()
    await sheet.cell(last, 'quantity').click({ modifiers: ['Shift'] })
    await chooseInMenu(sheet, last, 'quantity', 'Set a value…')
    const dialog = page.getByRole('dialog', { name: 'Set a value in many rows' })
    await dialog.getByRole('combobox', { name: 'Column' }).click()
    await page.getByRole('option', { name: 'Given to' }).click()
    await dialog.getByRole('combobox', { name: 'Value' }).fill('priya')
    await page.getByRole('option', { name: /Priya Nair/ }).click()
    await dialog.getByRole('button', { name: 'Set it in 3 rows' }).click()
    await expect(dialog).toBeHidden()
    await sheet.show('given_to')
    await expect(sheet.cell(first, 'given_to')).toContainText('Priya Nair')
    await expect(sheet.cell(last, 'given_to')).toContainText('Priya Nair')
    await page.keyboard.press('Control+z')
    await expect(sheet.cell(first, 'given_to')).not.toContainText('Priya Nair')
    await sheet.saved()
  } finally {
    await workspace.admin.request('DELETE', `${fields}/${id}`)
  }
})

test('rows are tagged: in a column of several choices all that are chosen are set together', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const fields = `tables/${table.id}/fields`
  const made = await workspace.admin.request('POST', fields, {
    name: 'Tags of rows',
    type: 'options',
    options: ['To check', 'Leased', 'Sold'],
  })
  const { id } = (await made.json()) as { id: string }
  try {
    const sheet = new SheetPage(await signedIn('admin'))
    const { page } = sheet
    await sheet.open(table.id, cycle.id)
    const [first, last] = [await sheet.rowId(1), await sheet.rowId(3)] as const
    await sheet.cell(first, 'quantity').click()
    await sheet.cell(last, 'quantity').click({ modifiers: ['Shift'] })
    await chooseInMenu(sheet, last, 'quantity', 'Set a value…')
    const dialog = page.getByRole('dialog', { name: 'Set a value in many rows' })
    await dialog.getByRole('combobox', { name: 'Column' }).click()
    await page.getByRole('option', { name: 'Tags of rows' }).click()
    await dialog.getByRole('combobox', { name: 'Value' }).click()
    await page.getByRole('option', { name: 'Leased' }).click()
    await page.getByRole('option', { name: 'To check' }).click()
    await page.keyboard.press('Tab') // the list stays open while one chooses
    await dialog.getByRole('button', { name: 'Set it in 3 rows' }).click()
    await expect(dialog).toBeHidden()
    await sheet.show('tags_of_rows')
    for (const row of [first, last]) {
      await expect(sheet.cell(row, 'tags_of_rows')).toContainText('Leased')
      await expect(sheet.cell(row, 'tags_of_rows')).toContainText('To check')
    }
    await page.keyboard.press('Control+z')
    await expect(sheet.cell(first, 'tags_of_rows')).not.toContainText('Leased')
    await sheet.saved()
  } finally {
    await workspace.admin.request('DELETE', `${fields}/${id}`)
  }
})
