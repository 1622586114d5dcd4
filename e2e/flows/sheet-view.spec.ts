import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

/** The number that a cell shows. */
const numberIn = (text: string): number => Number(text.replaceAll('\u00a0', ''))

test('rows are sorted by several columns from the header, by keys alone, and the address shows a colleague the same', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const sheet = new SheetPage(await signedIn('admin'))
  await sheet.open(table.id, cycle.id)

  await sheet.openColumnMenu('fuel')
  await expect(sheet.page.getByRole('menuitem', { name: 'Sort ascending' })).toBeFocused()
  await sheet.page.keyboard.press('Enter')
  await expect(sheet.header('fuel')).toHaveAttribute('aria-sort', 'ascending')
  await expect(sheet.header('fuel')).toBeFocused()
  await sheet.chooseInColumnMenu('quantity', 'Then sort by this, descending')

  await expect(sheet.header('quantity')).toHaveAttribute('aria-sort', 'descending')
  await expect(sheet.header('quantity').getByTestId('sort-mark')).toHaveText('2')
  const [fuels, quantities] = [await sheet.column('fuel', 10), await sheet.column('quantity', 10)]
  expect(new Set(fuels).size).toBe(1)
  expect(quantities.map(numberIn)).toEqual(quantities.map(numberIn).toSorted((a, b) => b - a))

  const colleague = new SheetPage(await signedIn('owner'))
  await colleague.page.goto(sheet.page.url())
  await colleague.ready()
  await expect.poll(() => colleague.column('quantity', 10)).toEqual(quantities)

  await sheet.open(table.id, cycle.id)
  await expect(sheet.header('quantity').getByTestId('sort-mark')).toHaveText('2')
  await expect.poll(() => sheet.column('quantity', 10)).toEqual(quantities)
  await sheet.chooseInColumnMenu('fuel', 'Do not sort by this')
  await sheet.chooseInColumnMenu('quantity', 'Do not sort by this')
  await expect(sheet.header('quantity')).toHaveAttribute('aria-sort', 'none')
  expect(new URL(sheet.page.url()).search).toBe('')
})

test('while one has sorted and filtered and the other types, and both undo, no row jumps or vanishes until it is applied', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [sorting, typing] = [new SheetPage(await signedIn('admin')), new SheetPage(await signedIn('owner'))]
  await sorting.open(table.id, cycle.id)
  const apply = sorting.page.getByTestId('apply-view')
  await sorting.chooseInColumnMenu('quantity', 'Sort ascending')
  await sorting.chooseInColumnMenu('quantity', 'Filter…')
  await sorting.page.getByRole('textbox', { name: 'From' }).fill('900')
  await sorting.page.keyboard.press('Enter')
  await expect(sorting.page.getByTestId('filter-bar')).toContainText('Quantity: from 900')
  await typing.page.goto(sorting.page.url())
  await typing.ready()
  const rows = [await sorting.rowId(0), await sorting.rowId(1), await sorting.rowId(2)] as const
  const before = await sorting.column('quantity', 3)
  await sorting.cell(rows[1], 'note').click()

  await typing.type(rows[0], 'quantity', '999999')
  await expect(sorting.cell(rows[0], 'quantity')).toHaveText('999\u00a0999')
  await expect(apply).toHaveText('Apply sort and filter again (1 row)')
  await typing.type(rows[2], 'quantity', '1')
  await expect(sorting.cell(rows[2], 'quantity')).toHaveText('1')
  await expect(apply).toHaveText('Apply sort and filter again (2 rows)')
  for (const person of [sorting, typing]) {
    expect([await person.rowId(0), await person.rowId(1), await person.rowId(2)]).toEqual(rows)
  }
  await sorting.page.keyboard.type('stays here')
  await sorting.page.keyboard.press('Enter')
  await expect(typing.cell(rows[1], 'note')).toHaveText('stays here')

  // the active row is filtered away: the next one has the keyboard
  await expect(sorting.cell(rows[2], 'note')).toBeFocused()
  await apply.click()
  await expect(apply).toBeHidden()
  expect(await sorting.rowId(0)).toBe(rows[1])
  await expect(sorting.grid.locator('.ag-cell-focus')).toBeFocused()
  await expect(sorting.cell(rows[2], 'quantity')).toHaveCount(0)
  await sorting.page.keyboard.press('Control+End')
  await expect(sorting.cell(rows[0], 'quantity')).toBeVisible()

  // each takes back what they did themselves, also where the other does not see it any more
  await typing.page.keyboard.press('Control+z')
  await sorting.page.keyboard.press('Control+z')
  await expect(sorting.message).toHaveText('Undone: 1 cell')
  await expect(typing.cell(rows[1], 'note')).toHaveText('')
  await typing.page.keyboard.press('Control+z')
  await expect.poll(() => typing.column('quantity', 3)).toEqual(before)
  await expect(apply).toHaveText('Apply sort and filter again (2 rows)')
  await apply.click()
  await expect.poll(() => sorting.column('quantity', 3)).toEqual(before)
  expect([await sorting.rowId(0), await sorting.rowId(1), await sorting.rowId(2)]).toEqual(rows)
  await typing.saved()
  await sorting.saved()
})

test('a column is filtered by a list of its values, chips take filters away, and the search looks into all columns', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const sheet = new SheetPage(await signedIn('admin'))
  await sheet.open(table.id, cycle.id)
  const bar = sheet.page.getByTestId('filter-bar')
  const all = (await sheet.page.getByTestId('row-count').textContent()) ?? ''
  const fuel = (await sheet.column('fuel', 1))[0]!

  await sheet.chooseInColumnMenu('fuel', 'Filter…')
  await sheet.page.getByRole('checkbox', { name: 'Select all' }).click()
  await sheet.page.getByRole('checkbox', { name: fuel }).click()
  await sheet.page.getByRole('button', { name: 'Filter', exact: true }).click()
  await expect.poll(async () => [...new Set(await sheet.column('fuel', 5))]).toEqual([fuel])
  await expect(sheet.header('fuel').getByRole('img', { name: 'filtered' })).toBeVisible()

  await sheet.page.getByRole('button', { name: 'Find and filter rows' }).click()
  await expect(sheet.page.getByRole('textbox', { name: 'Rows that contain…' })).toBeFocused()
  await sheet.page.keyboard.type('mar 2025')
  await expect.poll(async () => new Set(await sheet.column('month', 1))).toEqual(new Set(['Mar 2025']))
  await expect(bar).toContainText(/Showing \d+ of/)
  await sheet.page.keyboard.type(' nowhere at all')
  await expect(sheet.page.getByTestId('no-rows-match')).toContainText('No row matches')
  await sheet.page.keyboard.press('Escape')
  await expect(sheet.page.getByTestId('no-rows-match')).toBeHidden()
  await expect(sheet.page.getByRole('textbox', { name: 'Rows that contain…' })).toHaveValue('')
  await bar.getByRole('button', { name: /Remove the filter: Fuel/ }).click()
  await expect(bar).not.toContainText('Showing')
  await expect(sheet.page.getByTestId('row-count')).toHaveText(all)
})

test('columns are hidden, pinned, moved and resized; it lasts, and hidden ones can be brought back', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const sheet = new SheetPage(await signedIn('admin'))
  await sheet.open(table.id, cycle.id)
  const left = async (field: string): Promise<number> => (await sheet.header(field).boundingBox())?.x ?? Number.NaN
  const width = async (field: string): Promise<number> => (await sheet.header(field).boundingBox())?.width ?? Number.NaN
  const dragHeader = async (from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> => {
    await sheet.page.mouse.move(from.x, from.y)
    await sheet.page.mouse.down()
    await sheet.page.mouse.move(from.x + 10, from.y, { steps: 3 })
    await sheet.page.mouse.move(to.x, to.y, { steps: 10 })
    await sheet.page.mouse.up()
  }

  await sheet.chooseInColumnMenu('source', 'Hide column')
  await sheet.chooseInColumnMenu('price', 'Hide column')
  await expect(sheet.header('source')).toHaveCount(0)
  await sheet.chooseInColumnMenu('quantity', 'Pin at the start')
  await expect.poll(async () => (await left('quantity')) < (await left('site'))).toBe(true)
  const [site, month] = [(await sheet.header('site').boundingBox())!, (await sheet.header('month').boundingBox())!]
  // a column that is chosen can be dragged; dragging over others chooses them
  await sheet.header('site').click()
  await dragHeader({ x: site.x + 20, y: site.y + 30 }, { x: month.x + month.width - 10, y: month.y + 30 })
  await expect.poll(async () => (await left('month')) < (await left('site'))).toBe(true)
  const edge = (await sheet.header('site').boundingBox())!
  await dragHeader({ x: edge.x + edge.width - 1, y: edge.y + 20 }, { x: edge.x + edge.width + 60, y: edge.y + 20 })
  await expect.poll(() => width('site')).toBeGreaterThan(edge.width + 40)
  const wide = await width('site')

  await sheet.open(table.id, cycle.id)
  await expect.poll(() => width('site')).toBe(wide)
  expect((await left('month')) < (await left('site'))).toBe(true)
  expect((await left('quantity')) < (await left('month'))).toBe(true)
  await expect(sheet.page.getByTestId('hidden-columns')).toHaveText('Hidden columns (2)')
  await sheet.page.getByTestId('hidden-columns').click()
  await sheet.page.getByRole('menuitem', { name: 'Show Source' }).click()
  await expect(sheet.page.getByTestId('hidden-columns')).toHaveText('Hidden columns (1)')
  await expect(sheet.header('source')).toBeAttached()
})

test('a damaged view in the address is ignored, and the person is told', async ({ signedIn, workspace }) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const sheet = new SheetPage(await signedIn('admin'))
  await sheet.page.goto(`/sheets/${table.id}/${cycle.id}?view=eyJ2Ijox`)
  await sheet.ready()
  await expect(sheet.message).toHaveText('The view in the address is damaged and was ignored.')
  await expect.poll(() => new URL(sheet.page.url()).search).toBe('')
})

test('rows are narrowed to what changed since and by whom; a change of a hidden price alone tells nobody else', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [admin, auditor] = [new SheetPage(await signedIn('admin')), new SheetPage(await signedIn('auditor'))]
  await admin.open(table.id, cycle.id)
  const midnight = new Date(new Date().setHours(0, 0, 0, 0)).toISOString()
  const path = `tables/${table.id}/changed_rows?cycle_id=${cycle.id}&since=${midnight}`
  const { rows: known } = await workspace.admin.get<{ rows: string[] }>(path)
  const first = await Promise.all(Array.from({ length: 20 }, (_, i) => admin.rowId(i)))
  const [priced = '', noted = ''] = first.filter((row) => !known.includes(row))
  const [price, note] = await Promise.all(
    [admin.cell(priced, 'price'), admin.cell(noted, 'note')].map(async (cell) => (await cell.textContent()) ?? ''),
  )
  const set = (row: string, values: object) =>
    workspace.admin.request('POST', `tables/${table.id}/rows?cycle_id=${cycle.id}`, { rows: [{ id: row, values }] })

  await auditor.open(table.id, cycle.id)
  const bar = (sheet: SheetPage) => sheet.page.getByTestId('filter-bar')
  const lookAgain = async (sheet: SheetPage): Promise<void> => {
    const answer = sheet.page.waitForResponse((response) => response.url().includes('changed_rows'))
    await bar(sheet)
      .getByRole('button', { name: /Look again/ })
      .click()
    await answer
  }
  for (const [sheet, by] of [
    [admin, 'by anyone'],
    [auditor, 'by others'],
  ] as const) {
    await sheet.page.getByRole('button', { name: 'Find and filter rows' }).click()
    await sheet.page.getByRole('button', { name: 'What changed…' }).click()
    await sheet.page.getByLabel('By whom').selectOption(by)
    await sheet.page.getByRole('button', { name: 'Filter', exact: true }).click()
    await expect(bar(sheet)).toContainText(/Showing \d+ of/)
  }
  await set(priced, { price: 7.77 })
  await lookAgain(admin)
  await expect(admin.cell(priced, 'price')).toHaveText('7.77')
  await set(noted, { note: 'to be seen' })
  await lookAgain(auditor)
  await expect(auditor.cell(noted, 'note')).toHaveText('to be seen')
  await expect(auditor.cell(priced, 'quantity')).toHaveCount(0)
  await expect(bar(admin)).toContainText('Changed or new today')
  await expect(bar(auditor)).toContainText('Changed or new today by others')

  await bar(admin)
    .getByRole('button', { name: /Remove the filter: Changed/ })
    .click()
  await expect(bar(admin)).not.toContainText('Showing')
  await admin.type(priced, 'price', price ?? '')
  await set(noted, { note: note === '' ? null : note })
  await admin.saved()
})
