import type { Locator } from '@playwright/test'
import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Mobile combustion', 'FY2025', 'Fuel of company vehicles'] as const

/** What the copy event of the page puts on the clipboard. */
const copied = (sheet: SheetPage): Promise<{ text: string; html: string }> =>
  sheet.page.evaluate(() => {
    const clipboardData = new DataTransfer()
    const target = document.activeElement ?? document.body
    target.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }))
    return { text: clipboardData.getData('text/plain'), html: clipboardData.getData('text/html') }
  })

async function addColumn(sheet: SheetPage, name: string, holds: string, choices?: string): Promise<void> {
  await sheet.chooseInColumnMenu('fuel', 'Add a column here…')
  const dialog = sheet.page.getByRole('dialog', { name: 'Add a column' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('combobox', { name: 'Holds' }).selectOption({ label: holds })
  if (choices !== undefined) {
    await dialog.getByRole('textbox', { name: 'Choices' }).fill(choices)
  }
  await dialog.getByRole('button', { name: 'Add column' }).click()
  await expect(dialog).toBeHidden()
}

async function retire(sheet: SheetPage, column: string): Promise<void> {
  await sheet.chooseInColumnMenu(column, 'Retire this column…')
  await sheet.page.getByRole('button', { name: 'Retire column' }).click()
  await expect(sheet.header(column)).toBeHidden()
}

/** Pasting goes where the keyboard is. */
async function pasteInto(sheet: SheetPage, cell: Locator, text: string): Promise<void> {
  await cell.click()
  await sheet.paste({ text })
}

test('a text of several lines is typed, shown by its first line, copied and pasted with its lines, and restored by Escape', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [sheet, other] = [new SheetPage(await signedIn('admin')), new SheetPage(await signedIn('auditor'))]
  await sheet.open(table.id, cycle.id)
  await other.open(table.id, cycle.id)
  await addColumn(sheet, 'Method notes', 'Text of several lines')
  const [first, second] = [await sheet.rowId(0), await sheet.rowId(1)]
  const { keyboard } = sheet.page
  const cell = sheet.cell(first, 'method_notes')
  const editor = sheet.page.getByRole('textbox', { name: 'Method notes' })

  await cell.click()
  await keyboard.type('Read by the caretaker')
  await keyboard.press('Alt+Enter')
  await keyboard.type('second')
  const low = (await editor.boundingBox())!.height
  await keyboard.press('Shift+Enter')
  await keyboard.type('third')
  expect((await editor.boundingBox())!.height).toBeGreaterThan(low)
  await keyboard.press('Enter')
  await expect(cell).toHaveText('Read by the caretaker\u00a0…')
  await expect(other.cell(first, 'method_notes')).toHaveText('Read by the caretaker\u00a0…')

  await cell.click()
  await keyboard.press('F2')
  await expect(editor).toHaveValue('Read by the caretaker\nsecond\nthird')
  await keyboard.type(' and more')
  await keyboard.press('Escape')
  await expect(editor).toBeHidden()
  await expect(cell).toBeFocused()
  const { text, html } = await copied(sheet)
  expect(text).toBe('"Read by the caretaker\nsecond\nthird"')
  expect(html.match(/<br/g)).toHaveLength(2)

  await pasteInto(sheet, sheet.cell(second, 'method_notes'), text)
  await expect(sheet.message).toContainText('Pasted 1 cell')
  expect((await copied(sheet)).text).toBe(text)
  await retire(sheet, 'method_notes')
})

test('several choices are found, chosen and taken away by keys; pasted labels are matched, and what names none is kept and marked', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const sheet = new SheetPage(await signedIn('admin'))
  await sheet.open(table.id, cycle.id)
  await addColumn(sheet, 'Used for', 'Several of a list', 'Deliveries\nSales visits\nCommuting\nSite work')
  const rows = await Promise.all([0, 1, 2].map((i) => sheet.rowId(i)))
  const [first, second, third] = rows.map((row) => sheet.cell(row, 'used_for')) as [Locator, Locator, Locator]
  const { keyboard } = sheet.page
  const chosen = sheet.page.locator('.options-editor-box .chip-choice')

  await first.click()
  await keyboard.type('commuting') // faster than the editor opens: no letter is lost
  await keyboard.press('Enter')
  await expect(chosen).toHaveText(['Commuting'])
  await keyboard.press('ArrowDown')
  await keyboard.press('Space')
  await expect(chosen).toHaveText(['Commuting', 'Deliveries'])
  await keyboard.press('ArrowDown')
  await keyboard.press('Space')
  await keyboard.press('Backspace')
  await expect(chosen).toHaveText(['Commuting', 'Deliveries'])
  await keyboard.press('Tab')
  await expect(chosen).toHaveCount(0)
  await expect(first).toContainText('Commuting')

  await pasteInto(sheet, second, 'SITE work, deliveries; teleport')
  await expect(second).toContainText('Site work')
  await expect(second).toHaveAttribute('aria-invalid', 'true')
  await expect(second).toHaveAttribute('aria-description', /“teleport” is not in the list/)
  expect((await copied(sheet)).text).toBe('Site work, Deliveries, teleport')
  await keyboard.press('F2')
  await expect(chosen).toHaveText(['Site work', 'Deliveries', 'teleport'])
  await keyboard.press('Backspace')
  await keyboard.press('Enter')
  await expect(second).not.toHaveAttribute('aria-invalid')
  await second.click()
  await keyboard.press('F2')
  await keyboard.press('ArrowDown')
  await keyboard.press('Space')
  await expect(chosen).toHaveText(['Site work'])
  await keyboard.press('Enter') // not chosen again
  await expect(second).toHaveText('Site work')

  // the same in the card of the row
  await second.click()
  await sheet.page.getByRole('button', { name: 'Open the row' }).click()
  const card = sheet.page.getByTestId('row-card')
  await card.getByLabel('Used for', { exact: true }).click()
  await sheet.page.getByRole('option', { name: 'Commuting' }).click()
  await expect(second).toContainText('Commuting')
  await card.getByRole('button', { name: 'Close' }).click()
  await expect(second).toBeFocused()
  await keyboard.press('Control+z')
  await expect(second).toHaveText('Site work')

  await third.dblclick()
  await sheet.page.getByRole('option', { name: 'Sales visits' }).click()
  await expect(chosen).toHaveText(['Sales visits'])
  await keyboard.press('Escape')
  await expect(third).toHaveText('')

  // a cell that is too narrow for its choices counts the others
  const [box, chips] = [(await first.boundingBox())!, await first.locator('.chip-choice').all()]
  for (const chip of chips) {
    const { x, width } = (await chip.boundingBox())!
    expect(x + width).toBeLessThanOrEqual(box.x + box.width)
  }

  await sheet.chooseInColumnMenu('used_for', 'Filter…')
  await expect(sheet.page.getByRole('checkbox', { name: /Deliveries/ })).toBeChecked()
  await sheet.page.getByRole('textbox', { name: 'Search values' }).fill('commu')
  await sheet.page.getByRole('button', { name: 'Filter', exact: true }).click()
  await expect(sheet.grid.locator('.ag-row[row-index="1"][row-id]')).toHaveCount(0)
  await expect(first).toBeVisible()
  await sheet.page.getByRole('button', { name: /Remove the filter: Used for/ }).click()
  await retire(sheet, 'used_for')
})

test('a date is picked from the calendar or typed as ever, a month too; yes and no are marks that a click turns', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const sheet = new SheetPage(await signedIn('admin'))
  await sheet.open(table.id, cycle.id)
  await addColumn(sheet, 'Read on', 'Dates')
  await addColumn(sheet, 'Leased', 'Yes or no')
  const row = await sheet.rowId(0)
  const { keyboard } = sheet.page
  const [date, leased, month] = [sheet.cell(row, 'read_on'), sheet.cell(row, 'leased'), sheet.cell(row, 'month')]
  const calendar = sheet.page.getByLabel('Calendar')

  await sheet.type(row, 'read_on', '1/2/25')
  await expect(date).toHaveText('1 Feb 2025')
  await date.click()
  await keyboard.press('Alt+ArrowDown')
  await expect(calendar).toContainText('February 2025')
  await keyboard.press('ArrowLeft')
  await keyboard.press('ArrowUp')
  await expect(calendar).toContainText('January 2025')
  await keyboard.press('Enter')
  await expect(date).toHaveText('24 Jan 2025')
  await date.dblclick()
  await keyboard.type('31 March 2025')
  await expect(calendar).toContainText('March 2025')
  await keyboard.press('Escape')
  await expect(date).toHaveText('24 Jan 2025')
  await expect(date).toBeFocused()
  await keyboard.press('F2')
  await calendar.getByRole('button', { name: 'January 7, 2025', exact: true }).click()
  await expect(date).toHaveText('7 Jan 2025')

  const before = (await month.textContent()) ?? ''
  await month.click()
  await keyboard.press('F2')
  await calendar.getByRole('button', { name: /^November/ }).click()
  await expect(month).toContainText('Nov')
  await keyboard.press('Control+z')
  await expect(month).toHaveText(before)

  await leased.hover()
  await leased.locator('.c-mark').click()
  await expect(leased).toHaveText('Yes')
  await leased.locator('.c-mark').dblclick()
  await expect(leased).toHaveText('Yes')
  await expect(sheet.page.locator('.text-editor')).toHaveCount(0)
  await keyboard.press('Space')
  await expect(leased).toHaveText('No')
  await keyboard.press('Shift+ArrowDown')
  await keyboard.press('Space')
  for (const one of [row, await sheet.rowId(1)]) {
    await expect(sheet.cell(one, 'leased')).toHaveText('Yes')
  }
  await retire(sheet, 'leased')
  await retire(sheet, 'read_on')
})

test('a number with another unit of its kind is converted while it is typed, and told of', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const sheet = new SheetPage(await signedIn('admin'))
  await sheet.open(table.id, cycle.id)
  const row = await sheet.rowId(0)
  const { keyboard } = sheet.page
  const quantity = sheet.cell(row, 'quantity')
  await quantity.click()
  const before = await quantity.textContent()
  await keyboard.type('1.2 m3')
  await expect(sheet.page.locator('.number-hint')).toHaveText('\u2066= 1\u00a0200\u00a0L\u2069')
  await keyboard.press('Enter')
  await expect(quantity).toHaveText('1\u00a0200')
  await expect(sheet.message).toHaveText('Changed 1 cell, converted from m³')
  await quantity.click()
  await keyboard.type('5 kg')
  await expect(sheet.page.locator('.number-hint')).toHaveText('kg cannot be converted into L.')
  await keyboard.press('Enter')
  await expect(quantity).toHaveText('5 kg')
  await keyboard.press('Control+z')
  await keyboard.press('Control+z')
  await expect(quantity).toHaveText(before ?? '')
})
