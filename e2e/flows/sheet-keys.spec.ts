import { expect, test } from '../fixtures/sheetTest.ts'

/** The keys of the sheet, pressed as in a spreadsheet: moving, selecting, editing, undo. Each test is a line of the list. */

test('arrows, Home, End, the corners and a screen up or down move the active cell; the selection is that cell', async ({
  sheet,
  press,
}) => {
  const first = await sheet.rowId(0)
  const total = await sheet.grid
    .locator('.ag-grid-viewport')
    .evaluate(() => document.querySelectorAll('.ag-row').length)
  expect(total).toBeGreaterThan(20)
  await sheet.cell(await sheet.rowId(4), 'month').click()
  const after = async (...keys: string[]): Promise<string> => {
    await press(...keys)
    return sheet.active(first)
  }
  expect(await after('ArrowDown', 'ArrowRight')).toBe('5 fuel')
  expect(await after('ArrowUp', 'ArrowLeft')).toBe('4 month')
  expect(await sheet.selected(first)).toBe('4-4 month')
  expect(await after('Home')).toBe('4 code')
  expect(await after('End')).toBe('4 co2e')
  expect(await after('Control+Home')).toBe('0 code')
  await press('PageDown')
  const screen = Number((await sheet.active(first)).split(' ')[0])
  expect(screen).toBeGreaterThan(10)
  expect(await after('PageUp')).toBe('0 code')
  await press('Control+End')
  await expect(sheet.grid.locator('.ag-cell-focus')).toHaveAttribute('col-id', 'co2e')
  expect(await sheet.grid.locator('.ag-cell[aria-selected="true"]').count()).toBe(1)
  expect(await after('Control+Home')).toBe('0 code')
})

test('Ctrl+arrow goes to the edge of a block of data, and over a gap to the next one', async ({ sheet, press }) => {
  const rows = await sheet.ownRows(['1', '2', '3', '', '5', '6', ''])
  await sheet.cell(rows[0]!, 'code').click()
  const after = async (key: string): Promise<string> => {
    await press(key)
    return sheet.active(rows[0]!)
  }
  expect(await after('Control+ArrowDown')).toBe('2 code')
  expect(await after('Control+ArrowDown')).toBe('4 code')
  expect(await after('Control+ArrowDown')).toBe('5 code')
  expect(await after('Control+ArrowUp')).toBe('4 code')
  expect(await after('Control+ArrowUp')).toBe('2 code')
  await press('Control+Shift+ArrowDown')
  expect(await sheet.selected(rows[0]!)).toBe('2-4 code')
  await sheet.type(rows[0]!, 'name', 'beside')
  await sheet.cell(rows[0]!, 'code').click()
  expect(await after('Control+ArrowRight')).toBe('0 name')
  expect(await after('Control+ArrowRight')).toBe('0 co2e')
  expect(await after('Control+ArrowLeft')).toBe('0 name')
  expect(await after('Control+ArrowLeft')).toBe('0 code')
  await sheet.deleteRows(rows)
})

test('Tab goes on in the next row, and leaves the sheet behind its last cell and before its first', async ({
  sheet,
  press,
}) => {
  const { page } = sheet
  const rows = await sheet.ownRows(['a', 'b'])
  await sheet.cell(rows[0]!, 'code').click()
  await press('End', 'Tab')
  expect(await sheet.active(rows[0]!)).toBe('1 code')
  await press('Shift+Tab')
  expect(await sheet.active(rows[0]!)).toBe('0 co2e')
  const isInside = (): Promise<boolean> =>
    sheet.grid.evaluate((grid) => grid.contains(document.activeElement) && document.activeElement !== document.body)
  await press('Control+End', 'Tab')
  await expect.poll(isInside).toBe(false)
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false)
  await sheet.deleteRows(rows)
  await sheet.cell(await sheet.rowId(0), 'quantity').click()
  // quicker than the page draws
  await page.evaluate(() => {
    const frame = requestAnimationFrame.bind(window)
    window.requestAnimationFrame = (draw) => frame(() => frame(() => frame(draw)))
  })
  await press('Control+Home', 'Shift+Tab')
  await expect.poll(isInside).toBe(false)
  await page.evaluate(async () => {
    for (let i = 0; i < 4; i++) {
      await new Promise(requestAnimationFrame)
    }
  })
  expect(await isInside()).toBe(false)
})

test('in a range Tab and Enter go round inside it and keep it, also when every cell is typed into', async ({
  sheet,
  press,
}) => {
  const { page } = sheet
  const rows = await sheet.ownRows(['a', 'b'])
  await sheet.cell(rows[0]!, 'code').click()
  await press('Shift+ArrowRight', 'Shift+ArrowDown')
  const at = (): Promise<string> => sheet.active(rows[0]!)
  await press('Tab')
  expect(await at()).toBe('0 name')
  await press('Tab')
  expect(await at()).toBe('1 code')
  await press('Shift+Tab', 'Shift+Tab', 'Shift+Tab')
  expect(await at()).toBe('1 name')
  await press('Enter')
  expect(await at()).toBe('0 code')
  await press('Shift+Enter')
  expect(await at()).toBe('1 name')
  await press('Enter')
  for (const text of ['down 1', 'down 2', 'down 3', 'down 4']) {
    await page.keyboard.type(text)
    await press('Enter')
  }
  expect(await at()).toBe('0 code')
  expect(await sheet.selected(rows[0]!)).toBe('0-1 code name')
  for (const [row, field, text] of [
    [0, 'code', 'down 1'],
    [1, 'code', 'down 2'],
    [0, 'name', 'down 3'],
    [1, 'name', 'down 4'],
  ] as const) {
    await expect(sheet.cell(rows[row]!, field)).toHaveText(text)
  }
  await page.keyboard.type('across')
  await press('Tab')
  expect(await at()).toBe('0 name')
  expect(await sheet.selected(rows[0]!)).toBe('0-1 code name')
  await sheet.deleteRows(rows)
})

test('Enter goes down, Shift+Enter up, Tab and Shift+Tab across, also from an editor; who likes it has Enter edit', async ({
  sheet,
  press,
}) => {
  const { page } = sheet
  const rows = await sheet.ownRows(['a', 'b', 'c'])
  const at = (): Promise<string> => sheet.active(rows[0]!)
  await sheet.cell(rows[1]!, 'code').click()
  await press('Enter')
  expect(await at()).toBe('2 code')
  await press('Shift+Enter')
  expect(await at()).toBe('1 code')
  await page.keyboard.type('typed')
  await press('Shift+Enter')
  expect(await at()).toBe('0 code')
  await expect(sheet.cell(rows[1]!, 'code')).toHaveText('typed')
  await page.keyboard.type('one')
  await press('Tab')
  expect(await at()).toBe('0 name')
  await page.keyboard.type('two')
  await press('Shift+Tab')
  expect(await at()).toBe('0 code')
  await expect(sheet.cell(rows[0]!, 'name')).toHaveText('two')

  const enterEdits = async (edits: boolean): Promise<void> => {
    await press('Control+/')
    await page.getByRole('checkbox', { name: 'Enter edits the cell' }).setChecked(edits)
    await press('Escape')
    await expect(page.getByTestId('shortcuts')).toBeHidden()
    await sheet.cell(rows[0]!, 'code').click()
  }
  await enterEdits(true)
  await press('Enter')
  await page.keyboard.type(' more')
  await press('Enter')
  await expect(sheet.cell(rows[0]!, 'code')).toHaveText('one more')
  expect(await at()).toBe('1 code')
  await press('Shift+ArrowDown', 'Enter')
  expect(await at()).toBe('2 code')
  await enterEdits(false)
  await press('Enter')
  expect(await at()).toBe('1 code')
  await sheet.deleteRows(rows)
})

test('Shift extends from where the selection began, with every key that moves', async ({ sheet, press }) => {
  const first = await sheet.rowId(0)
  await sheet.cell(await sheet.rowId(3), 'month').click()
  const selects = async (key: string): Promise<string> => {
    await press(key)
    await expect.poll(() => sheet.active(first)).toBe('3 month')
    return sheet.selected(first)
  }
  expect(await selects('Shift+ArrowDown')).toBe('3-4 month')
  expect(await selects('Shift+ArrowRight')).toBe('3-4 month fuel')
  expect(await selects('Shift+ArrowUp')).toBe('3-3 month fuel')
  expect(await selects('Shift+ArrowUp')).toBe('2-3 month fuel')
  expect(await selects('Shift+Home')).toBe('2-3 code name site month')
  expect(await selects('Control+Shift+Home')).toBe('0-3 code name site month')
  const last = async (): Promise<number> => Number((await sheet.selected(first)).split(/[- ]/)[1])
  await press('Shift+PageDown')
  await expect.poll(last).toBeGreaterThan(10)
  await press('Shift+PageUp')
  await expect.poll(last).toBe(3)
  expect(await selects('Shift+End')).toMatch(/^\d-3 month fuel .*co2e$/)
  await press('Control+Shift+End')
  await expect.poll(() => sheet.grid.locator('[col-id="co2e"][aria-selected="true"]').count()).toBeGreaterThan(10)
  await expect(sheet.grid.locator('[col-id="site"][aria-selected="true"]')).toHaveCount(0)
})

test('Ctrl+Space selects the columns, Shift+Space the rows, Ctrl+A all; Escape takes the copy outline first', async ({
  sheet,
  press,
}) => {
  const first = await sheet.rowId(0)
  const cell = sheet.cell(await sheet.rowId(3), 'month')
  await cell.click()
  await press('Control+Space')
  expect(await sheet.selected(first)).toMatch(/^0-\d\d+ month$/)
  await cell.click()
  await press('Shift+ArrowDown', 'Shift+Space')
  expect(await sheet.selected(first)).toMatch(/^3-4 code name site month fuel .*co2e$/)
  await press('Control+a')
  expect(await sheet.selected(first)).toMatch(/^0-\d\d+ code name .*co2e$/)
  await cell.click()
  await press('Shift+ArrowDown', 'Control+c')
  await expect(sheet.grid.locator('.ov-copied')).toBeVisible()
  await press('Escape')
  await expect(sheet.grid.locator('.ov-copied')).toHaveCount(0)
  expect(await sheet.selected(first)).toBe('3-4 month')
  await press('Escape')
  await expect.poll(() => sheet.selected(first)).toBe('3-3 month')
})

test('typing replaces, F2 and a double click go on at the end, Escape restores, a click elsewhere writes', async ({
  sheet,
  press,
}) => {
  const { page } = sheet
  const rows = await sheet.ownRows(['old', 'b'])
  const [code, below] = [sheet.cell(rows[0]!, 'code'), sheet.cell(rows[1]!, 'code')]
  await code.click()
  await page.keyboard.type('new')
  await press('Enter')
  await expect(code).toHaveText('new')
  await code.click()
  await press('F2')
  await page.keyboard.type('er')
  await press('Enter')
  await expect(code).toHaveText('newer')
  await code.dblclick()
  await page.keyboard.type(' one')
  await below.click()
  await expect(code).toHaveText('newer one')
  await code.click()
  await page.keyboard.type('a mistake')
  await press('Escape')
  await expect(code).toHaveText('newer one')
  await expect.poll(() => sheet.active(rows[0]!)).toBe('0 code')
  const quantity = sheet.cell(rows[0]!, 'quantity')
  await quantity.click()
  await page.keyboard.type('12')
  await press('Enter')
  await quantity.click()
  await press('F2')
  await page.keyboard.type('5')
  await press('Enter')
  await expect(quantity).toHaveText('125')
  await sheet.deleteRows(rows)
})

test('Ctrl+Enter writes into every selected cell, and Alt+Enter starts a line', async ({ sheet, press }) => {
  const { page } = sheet
  const rows = await sheet.ownRows(['a', 'b', 'c'])
  await sheet.cell(rows[0]!, 'name').click()
  await press('Shift+ArrowDown', 'Shift+ArrowDown')
  await page.keyboard.type('first')
  await press('Alt+Enter')
  await page.keyboard.type('second')
  await press('Control+Enter')
  await expect(sheet.message).toHaveText('Changed 3 cells')
  expect(await sheet.selected(rows[0]!)).toBe('0-2 name')
  for (const row of rows) {
    await expect(sheet.cell(row, 'name')).toContainText('first')
  }
  await press('F2')
  await expect(page.locator('.text-editor')).toHaveValue('first\nsecond')
  await press('Escape')
  // a list of choices is written into all of them, too
  await sheet.cell(rows[0]!, 'fuel').click()
  await press('Shift+ArrowDown')
  await page.keyboard.type('gas oil')
  await press('Control+Enter')
  await expect(sheet.cell(rows[1]!, 'fuel')).toHaveText(/gas oil/i)
  await expect(sheet.cell(rows[0]!, 'fuel')).toHaveText(/gas oil/i)
  await sheet.deleteRows(rows)
})

test('Delete and Backspace clear what is selected; Ctrl+; writes the date, Ctrl+Shift+; date and time', async ({
  sheet,
  press,
}) => {
  const rows = await sheet.ownRows(['a', 'b', 'c'])
  await sheet.cell(rows[0]!, 'code').click()
  await press('Shift+ArrowDown', 'Delete')
  await expect(sheet.message).toHaveText('Cleared 2 cells')
  await expect(sheet.cell(rows[1]!, 'code')).toHaveText('')
  await sheet.cell(rows[2]!, 'code').click()
  await press('Backspace')
  await expect(sheet.cell(rows[2]!, 'code')).toHaveText('')
  await press('Delete')
  await expect(sheet.message).toHaveText('These cells are empty already')
  await sheet.cell(rows[0]!, 'note').click()
  await press('Control+;')
  await expect(sheet.cell(rows[0]!, 'note')).toHaveText(/^\d{4}-\d\d-\d\d$/)
  await press('Control+Shift+Semicolon')
  await expect(sheet.cell(rows[0]!, 'note')).toHaveText(/^\d{4}-\d\d-\d\d \d\d:\d\d$/)
  await sheet.grid.locator('.ag-grid-viewport').evaluate((viewport) => viewport.scrollTo({ left: 0 }))
  await sheet.cell(rows[0]!, 'month').click()
  await press('Control+;')
  await expect(sheet.cell(rows[0]!, 'month')).toHaveText(/^[A-Z][a-z]{2} \d{4}$/)
  await sheet.deleteRows(rows)
})

test('Alt+Down opens the list of a choice; a key that means nothing here says why', async ({ sheet, press }) => {
  const { page } = sheet
  const rows = await sheet.ownRows(['a'])
  await sheet.cell(rows[0]!, 'fuel').click()
  await press('Alt+ArrowDown')
  await expect(page.getByRole('option').first()).toBeVisible()
  await press('ArrowDown', 'Enter')
  await expect(sheet.cell(rows[0]!, 'fuel')).not.toHaveText('')
  await sheet.cell(rows[0]!, 'co2e').click()
  await page.keyboard.type('5')
  await expect(sheet.message).toContainText('is computed')
  await sheet.deleteRows(rows)
})

test('Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z take one gesture at a time, with its selection, and scroll to it', async ({
  sheet,
  press,
}) => {
  const { page } = sheet
  await press('Control+Home')
  await sheet.cell(await sheet.rowId(0), 'quantity').click()
  await press('Control+z')
  await expect(sheet.message).toHaveText('Nothing to undo')
  await press('Control+y')
  await expect(sheet.message).toHaveText('Nothing to do again')
  const rows = await sheet.ownRows(['a', 'b'])
  await sheet.cell(rows[0]!, 'name').click()
  await press('Shift+ArrowDown')
  await page.keyboard.type('both')
  await press('Control+Enter')
  await sheet.grid.locator('.ag-grid-viewport').evaluate((element) => element.scrollTo({ top: 0 }))
  await sheet.cell(await sheet.rowId(0), 'quantity').click()
  await press('Control+z')
  await expect(sheet.cell(rows[0]!, 'name')).toHaveText('')
  await expect(sheet.cell(rows[0]!, 'name')).toBeInViewport()
  await expect.poll(() => sheet.selected(rows[0]!)).toBe('0-1 name')
  await press('Control+y')
  await expect(sheet.cell(rows[1]!, 'name')).toHaveText('both')
  await press('Control+z')
  await expect(sheet.cell(rows[1]!, 'name')).toHaveText('')
  await press('Control+Shift+Z')
  await expect(sheet.cell(rows[1]!, 'name')).toHaveText('both')
  await sheet.deleteRows(rows)
})
