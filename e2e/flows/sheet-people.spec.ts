import { expect, test } from '../fixtures/test.ts'
import { HistoryPanel } from '../pages/HistoryPanel.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

test('the list of who is here says where they are, leads to their cells, and follows them until one goes one’s own way', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [admin, owner] = [new SheetPage(await signedIn('admin')), new SheetPage(await signedIn('owner'))]
  await admin.open(table.id, cycle.id)
  await owner.open(table.id, cycle.id)
  const first = await owner.rowId(0)
  await owner.cell(first, 'quantity').click()
  await owner.page.keyboard.press('Control+End')
  await owner.page.keyboard.press('Home')
  const focusedRow = (sheet: SheetPage): Promise<string | null> =>
    sheet.grid.locator('.ag-row[row-id]:has(.ag-cell-focus)').getAttribute('row-id')
  const last = await focusedRow(owner)
  expect(last).not.toBe(first)
  const here = admin.page.getByTestId('presence')
  await expect(here).toHaveAccessibleName(/Joris/)
  await here.click()
  const item = admin.page.getByRole('menuitem', { name: /^Joris/ })
  await expect(item).toContainText('Tank')
  await item.click()
  await expect(admin.grid.locator('.ag-cell-focus')).toBeFocused()
  expect(await focusedRow(admin)).toBe(last)

  await here.click()
  await admin.page.getByRole('menuitem', { name: /^Follow Joris/ }).click()
  await expect(admin.page.getByTestId('following')).toContainText('Following Joris')
  await owner.page.keyboard.press('Control+Home')
  await expect(admin.cell(first, 'quantity')).toBeInViewport()
  // nothing moves under the click that ends it
  await admin.cell(first, 'quantity').click({ button: 'right' })
  await expect(admin.page.getByTestId('following')).toBeHidden()
  await expect(admin.cell(first, 'quantity')).toHaveClass(/ag-cell-focus/)
  await admin.page.keyboard.press('Escape')
  await owner.page.keyboard.press('Control+End')
  await expect(admin.peerBox('Joris')).toBeHidden()
  await expect(admin.cell(first, 'quantity')).toBeInViewport()
})

test('pages of a module and of the cycle show who is in which sheet now, lead there, and forget who closes it', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [page, owner] = [await signedIn('admin'), new SheetPage(await signedIn('owner'))]
  const { id: moduleId } = await workspace.admin.module(TABLE[0])
  await page.goto(`/modules/${moduleId}`)
  const row = page.getByRole('row').filter({ hasText: TABLE[2] })
  const joris = { name: new RegExp(`Go to Joris .* in ${TABLE[2]}`) }
  await expect(row).toBeVisible()
  await expect(row.getByRole('link', joris)).toBeHidden()
  await owner.open(table.id, cycle.id)
  await owner.cell(await owner.rowId(0), 'quantity').click()
  await owner.page.keyboard.press('Control+End')
  await owner.page.keyboard.press('Home')
  const there = owner.grid.locator('.ag-row[row-id]:has(.ag-cell-focus)')
  const last = (await there.getAttribute('row-id'))!

  await expect(row.getByRole('link', joris)).toBeVisible()
  await row.getByRole('link', joris).hover()
  await expect(page.getByRole('tooltip')).toContainText('Joris')
  await row.getByRole('link', joris).click()
  const admin = new SheetPage(page)
  await admin.ready()
  await expect(page.getByTestId('following')).toContainText('Following Joris')
  await expect(admin.grid.locator(`.ag-row[row-id="${last}"]`).first()).toBeInViewport()

  await page.goto('/')
  await expect(page.getByRole('group', { name: 'Here now' }).getByRole('link', joris)).toBeVisible()
  await owner.page.close()
  await expect(page.getByRole('link', joris)).toBeHidden()
})

test('who is renamed has the new name at once in the sheets of others: in cells, beside their cell, in the history', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const joris = await workspace.as('owner')
  const { user } = await joris.get<{ user: { id: string; name: string } }>('me')
  const added = await workspace.admin.request('POST', `tables/${table.id}/fields`, { name: 'Asked', type: 'person' })
  const field = (await added.json()) as { id: string; key: string }
  const [admin, owner] = [new SheetPage(await signedIn('admin')), new SheetPage(await signedIn('owner'))]
  try {
    await admin.open(table.id, cycle.id)
    await owner.open(table.id, cycle.id)
    const row = await admin.rowId(0)
    const rows = [{ id: row, values: { [field.key]: user.id } }]
    await workspace.admin.request('POST', `tables/${table.id}/rows?cycle_id=${cycle.id}`, { rows })
    await owner.cell(row, 'note').click()
    await owner.type(row, 'note', 'Asked the site')
    await owner.saved()
    await owner.cell(row, 'note').click()
    await admin.cell(row, 'note').click()
    const history = new HistoryPanel(admin.page)
    await history.openForCell()
    await expect(admin.cell(row, field.key)).toContainText(user.name)
    await expect(history.entries.first()).toContainText(user.name)

    await owner.page.getByRole('button', { name: 'Account' }).click()
    await owner.page.getByRole('menuitem', { name: 'Change your name…' }).click()
    const dialog = owner.page.getByRole('dialog', { name: 'Your name' })
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Yusuf Karaca')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog).toBeHidden()

    await expect(admin.peerBox('Yusuf')).toBeVisible()
    await expect(admin.page.getByTestId('presence')).toHaveAccessibleName(/Yusuf Karaca/)
    await expect(admin.cell(row, field.key)).toContainText('Yusuf Karaca')
    await expect(history.entries.first()).toContainText('Yusuf Karaca')
    await owner.page.getByRole('button', { name: 'Account' }).click()
    await expect(owner.page.getByText('Yusuf Karaca ·')).toBeVisible()
    await owner.page.keyboard.press('Escape')
    await owner.page.keyboard.press('Control+z')
    await owner.saved()
  } finally {
    await joris.request('PATCH', 'me', { name: user.name })
    await workspace.admin.request('DELETE', `tables/${table.id}/fields/${field.id}`)
  }
})
