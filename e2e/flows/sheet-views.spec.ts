import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

test('a view is saved, changed, saved again, renamed and deleted; another device finds it, and its owner begins with it', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const sheet = new SheetPage(await signedIn('owner'))
  await sheet.open(table.id, cycle.id)
  await expect(sheet.views).toHaveText('Standard view')
  await sheet.chooseInColumnMenu('quantity', 'Sort descending')
  await expect(sheet.views).toHaveText('Unsaved view')

  await sheet.chooseView('Save as…')
  await sheet.page.getByRole('textbox', { name: 'Name' }).fill('Largest first')
  await expect(sheet.page.getByRole('checkbox', { name: /Share it/ })).toHaveCount(0)
  await sheet.page.keyboard.press('Enter')
  await expect(sheet.views).toHaveText('Largest first')
  await expect(sheet.message).toHaveText('View “Largest first” saved.')

  await sheet.chooseInColumnMenu('note', 'Hide column')
  await expect(sheet.views).toHaveAccessibleName('View: Largest first, changed since it was saved')
  await sheet.chooseView('Back to how it was saved')
  await expect(sheet.header('note')).toBeAttached()
  await sheet.chooseInColumnMenu('note', 'Hide column')
  await sheet.chooseView('Save the changes')
  await expect(sheet.views).toHaveAccessibleName('View: Largest first')
  await sheet.chooseView('Begin with this view')
  await expect(sheet.message).toHaveText('Begin with this view')

  const elsewhere = new SheetPage(await signedIn('owner'))
  await elsewhere.open(table.id, cycle.id)
  await expect(elsewhere.views).toHaveText('Largest first')
  await expect(elsewhere.header('quantity')).toHaveAttribute('aria-sort', 'descending')
  await expect(elsewhere.header('note')).toHaveCount(0)
  await elsewhere.chooseView('Standard view')
  await expect(elsewhere.header('note')).toBeAttached()
  expect(new URL(elsewhere.page.url()).search).toBe('')

  await sheet.chooseView('Rename…')
  await sheet.page.getByRole('textbox', { name: 'Name' }).fill('Biggest')
  await sheet.page.getByRole('button', { name: 'Rename' }).click()
  await expect(sheet.views).toHaveText('Biggest')
  await sheet.chooseView('Delete…')
  await sheet.page.getByRole('button', { name: 'Delete view' }).click()
  await expect(sheet.views).toHaveText('Unsaved view')
  await sheet.chooseView('Standard view')
  await expect(sheet.views).toHaveText('Standard view')
})

test('a shared view reaches everybody without what they may not see, and only who may changes it', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const sheet = new SheetPage(await signedIn('admin'))
  await sheet.open(table.id, cycle.id)
  await sheet.chooseInColumnMenu('quantity', 'Filter…')
  await sheet.page.getByRole('textbox', { name: 'From' }).fill('10')
  await sheet.page.keyboard.press('Enter')
  await sheet.chooseInColumnMenu('price', 'Filter…')
  await sheet.page.getByRole('textbox', { name: 'From' }).fill('0.0042')
  await sheet.page.keyboard.press('Enter')
  await sheet.chooseView('Save as…')
  await sheet.page.getByRole('textbox', { name: 'Name' }).fill('Dear gas')
  await sheet.page.getByRole('checkbox', { name: /Share it/ }).check()
  await sheet.page.getByRole('button', { name: 'Save view' }).click()
  await expect(sheet.views).toHaveText('Dear gas')

  const page = await signedIn('viewer')
  const heard: string[] = []
  page.on('response', async (response) => {
    if (response.url().endsWith('/views')) {
      heard.push(await response.text())
    }
  })
  const reader = new SheetPage(page)
  await reader.open(table.id, cycle.id)
  await reader.chooseView('Dear gas')
  await expect(page.getByTestId('filter-bar')).toContainText('Quantity: from 10')
  await expect(page.getByTestId('filter-bar')).not.toContainText('0.0042')
  expect(heard.join()).toContain('Dear gas')
  expect(heard.join()).not.toMatch(/0\.0042|price/)
  await reader.views.click()
  await expect(page.getByRole('menuitem', { name: 'Save as…' })).toBeVisible()
  for (const name of ['Rename…', 'Delete…', 'Everybody begins with this view']) {
    await expect(page.getByRole('menuitem', { name })).toHaveCount(0)
  }
  await page.keyboard.press('Escape')
  await reader.chooseView('Standard view')

  await sheet.chooseView('Delete…')
  await sheet.page.getByRole('button', { name: 'Delete view' }).click()
  await expect(sheet.views).toHaveText('Unsaved view')
  await sheet.chooseView('Standard view')
})

test('a total tells of a column what was chosen, over the rows that are shown, and which cells it leaves out', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const sheet = new SheetPage(await signedIn('admin'))
  const typing = new SheetPage(await signedIn('owner'))
  await sheet.open(table.id, cycle.id)
  await typing.open(table.id, cycle.id)
  await sheet.total('quantity').click()
  await sheet.page.getByRole('menuitem', { name: 'Total: Nothing' }).hover()
  await sheet.page.getByRole('menuitem', { name: 'Largest' }).click()
  const row = await typing.rowId(0)
  const before = (await typing.column('quantity', 1))[0]!

  await typing.type(row, 'quantity', '7777777')
  await expect(sheet.total('quantity')).toHaveText('Max 7\u00a0777\u00a0777')
  await typing.type(row, 'quantity', 'unknown')
  await expect(sheet.total('quantity')).toHaveAttribute(
    'aria-description',
    /^\d+ of \d+ cells counted\. Left out, never as zero: \d+ empty, 1 without a usable value\.$/,
  )
  const said = (await sheet.total('quantity').getAttribute('aria-description')) ?? ''
  const [counted, all, empty] = (said.match(/\d+/g) ?? []).map(Number)
  expect(counted! + empty! + 1).toBe(all)
  await sheet.openColumnMenu('quantity')
  await sheet.page.getByRole('menuitem', { name: 'Total: Largest' }).press('ArrowRight')
  await sheet.page.getByRole('menuitem', { name: 'Count' }).click()
  await expect(sheet.total('quantity')).toHaveText(`Count ${counted}`)
  await typing.type(row, 'quantity', before)
  await expect(sheet.total('quantity')).toHaveText(`Count ${counted! + 1}`)

  await sheet.chooseInColumnMenu('quantity', 'Filter…')
  await sheet.page.getByRole('textbox', { name: 'From' }).fill('2000')
  await sheet.page.keyboard.press('Enter')
  const shown = /Showing (\d+) of/.exec((await sheet.page.getByTestId('filter-bar').textContent()) ?? '')?.[1]
  await expect(sheet.total('quantity')).toHaveText(`Count ${shown}`)
  await sheet.views.click()
  await sheet.page.getByRole('menuitem', { name: 'Row height: Normal' }).press('ArrowRight')
  await sheet.page.getByRole('menuitem', { name: /Tall/ }).click()
  const height = async (): Promise<number> =>
    (await sheet.grid.locator('.ag-row[row-index="0"][row-id]').first().boundingBox())?.height ?? 0
  await expect.poll(height).toBe(48)

  await sheet.page.reload()
  await sheet.ready()
  await expect(sheet.total('quantity')).toHaveText(`Count ${shown}`)
  expect(await height()).toBe(48)
  await sheet.chooseView('Standard view')
  await expect.poll(height).toBe(30)
})
