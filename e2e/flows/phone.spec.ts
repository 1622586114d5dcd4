import { expect, test } from '../fixtures/test.ts'
import { PHONE } from '../fixtures/phone.ts'
import { SheetPage } from '../pages/SheetPage.ts'

test('on a phone the box of another person keeps its name, also when their column is not shown', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const colleague = new SheetPage(await signedIn('owner'))
  const phone = new SheetPage(await signedIn('admin'))
  await phone.page.setViewportSize({ width: 390, height: 844 })
  await colleague.open(table.id, cycle.id)
  await phone.open(table.id, cycle.id)
  const row = await phone.rowId(4)

  await colleague.cell(row, 'quantity').click()
  await expect(phone.peerBox('Joris')).toBeVisible()
  expect(await phone.overlaps(phone.peerBox('Joris'), phone.cell(row, 'quantity'))).toBe(true)
  await phone.cell(row, 'quantity').click()
  // where there is a mouse the name fades two seconds after the choice
  await expect.poll(() => colleague.nameOpacity(colleague.peerBox('Priya'))).toBe(0)
  expect(await phone.nameOpacity(phone.peerBox('Joris'))).toBe(1)

  await colleague.cell(row, 'fuel').click()
  await expect.poll(() => phone.overlaps(phone.peerBox('Joris'), phone.cell(row, 'code'))).toBe(true)
})

test('on a phone a tap on the chosen row opens it: every field with its keyboard, errors beside it, results as one types', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const colleague = new SheetPage(await signedIn('owner'))
  const phone = new SheetPage(await signedIn('admin', PHONE))
  await phone.open(table.id, cycle.id)
  await colleague.open(table.id, cycle.id)
  const [row, next] = [await phone.rowId(20), await phone.rowId(21)]
  const card = phone.page.getByTestId('row-card')
  const quantity = card.getByRole('textbox', { name: 'Quantity' })
  const result = card.locator('output').last()

  await phone.cell(row, 'quantity').tap()
  await expect(card).toBeHidden()
  await phone.cell(row, 'code').tap()
  await expect(card).toBeVisible()
  await expect(card).toBeFocused()
  const place = await card.locator('[aria-live]').textContent()
  const before = await quantity.inputValue()
  expect(await quantity.getAttribute('inputmode')).toBe('decimal')
  await expect(card.getByLabel('Month')).toHaveAttribute('type', 'month')

  const oldResult = (await result.textContent()) ?? ''
  await quantity.fill('4321')
  await quantity.press('Enter')
  await expect(result).not.toHaveText(oldResult)
  await expect(result).toHaveText((await phone.cell(row, 'co2e').textContent()) ?? '')
  await expect(colleague.cell(row, 'quantity')).toHaveText('4\u00a0321')
  await quantity.fill('a lot')
  await card.getByLabel('Note').focus()
  await expect(quantity).toHaveAttribute('aria-invalid', 'true')
  await expect(card).toContainText(/not a number/i)
  await quantity.fill('77')
  await quantity.press('Enter')
  await card.getByRole('combobox', { name: 'Fuel' }).selectOption({ index: 2 })
  await expect(colleague.cell(row, 'quantity')).toHaveText('77')

  await card.getByRole('button', { name: 'Next row' }).tap()
  await expect(card.locator('[aria-live]')).not.toHaveText(place ?? '')
  await expect(phone.cell(next, 'code')).toHaveAttribute('aria-selected', 'true')
  await card.getByRole('button', { name: 'Previous row' }).tap()
  await expect(quantity).toHaveValue('77')
  // four gestures, four steps back
  await phone.page.keyboard.press('Escape')
  await expect(card).toBeHidden()
  await expect(phone.cell(row, 'quantity').or(phone.cell(row, 'code')).and(phone.page.locator(':focus'))).toBeVisible()
  for (let i = 0; i < 4; i++) {
    await phone.page.keyboard.press('Control+z')
  }
  await expect(phone.cell(row, 'quantity')).toHaveText(Number(before).toLocaleString('en').replaceAll(',', '\u00a0'))
  await phone.saved()
  const scrolls = await phone.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  expect(scrolls).toBe(false)
})

test('who may not write reads in the card why not; by keyboard it opens from the bar and closes to the same cell', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const viewer = new SheetPage(await signedIn('viewer'))
  await viewer.page.setViewportSize({ width: 390, height: 844 })
  await viewer.open(table.id, cycle.id)
  await viewer.cell(await viewer.rowId(2), 'quantity').click()
  await viewer.page.getByRole('button', { name: 'Open the row' }).focus()
  await viewer.page.keyboard.press('Enter')
  const card = viewer.page.getByTestId('row-card')
  await expect(card.getByRole('textbox', { name: 'Quantity' })).toHaveAttribute('readonly')
  await expect(card).toContainText('You may read this, not edit it')
  await viewer.page.keyboard.press('F6')
  await viewer.page.keyboard.press('F6')
  await viewer.page.keyboard.press('Escape')
  await expect(card).toBeHidden()
  await expect(viewer.cell(await viewer.rowId(2), 'quantity')).toBeFocused()
})

test('on a tablet a tap chooses, a second one edits, a finger that stays opens the menu, and the handle is wide enough for it, and one that moves scrolls', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const tablet = new SheetPage(await signedIn('admin', { viewport: { width: 1024, height: 768 }, hasTouch: true }))
  await tablet.open(table.id, cycle.id)
  const cell = tablet.cell(await tablet.rowId(3), 'quantity')
  await cell.tap()
  await expect(tablet.page.locator('.text-editor')).toBeHidden()
  const handle = await tablet.grid.locator('.ov-handle').evaluate((one) => {
    const style = getComputedStyle(one, '::after')
    return one.clientWidth - Number.parseFloat(style.left) - Number.parseFloat(style.right)
  })
  expect(handle).toBeGreaterThanOrEqual(24)
  await cell.tap()
  await expect(tablet.page.locator('.text-editor')).toBeFocused()
  await tablet.page.keyboard.press('Escape')
  expect((await cell.boundingBox())!.height).toBeGreaterThanOrEqual(39)

  const other = tablet.cell(await tablet.rowId(6), 'quantity')
  const { x, y } = (await other.boundingBox())!
  const devtools = await tablet.page.context().newCDPSession(tablet.page)
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: x + 20, y: y + 10 }] })
  await expect(tablet.page.getByRole('menu')).toBeVisible()
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await expect(tablet.page.getByRole('menuitem', { name: /^Copy/ })).toBeVisible()
  await expect(other).toHaveAttribute('aria-selected', 'true')
  await expect(tablet.page.locator('.text-editor')).toBeHidden()
  await tablet.page.keyboard.press('Escape')

  // a finger that moves scrolls, and selects nothing
  const viewport = tablet.grid.locator('.ag-grid-viewport')
  const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', dy: number): Promise<unknown> =>
    devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: x + 20, y: y + 10 + dy }],
    })
  await finger('touchStart', 200)
  for (const dy of [160, 120, 60, 0]) {
    await finger('touchMove', dy)
  }
  await finger('touchEnd', 0)
  await expect.poll(() => viewport.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(80)
  await expect(tablet.grid.locator('[aria-selected="true"]')).toHaveCount(1)
})

test('on a phone five places stand at the bottom, and the last of them leads to all the others', async ({
  signedIn,
}) => {
  const page = await signedIn('admin', PHONE)
  const bar = page.getByRole('navigation', { name: 'Main' })
  await expect(bar.getByRole('link').or(bar.getByRole('button'))).toHaveCount(5)
  for (const [place, address] of [
    ['Instruments', /\/instruments/],
    ['Targets', /\/targets/],
  ] as const) {
    await bar.getByRole('button', { name: 'More' }).tap()
    await page.getByRole('menuitem', { name: place }).tap()
    await expect(page).toHaveURL(address)
    await expect(bar.getByRole('button', { name: 'More' })).toHaveAttribute('data-current', '')
  }
})
