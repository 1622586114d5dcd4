import { expect, test } from '../fixtures/test.ts'
import { HistoryPanel } from '../pages/HistoryPanel.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'
import { SheetPage } from '../pages/SheetPage.ts'

for (const scheme of ['light', 'dark'] as const) {
  test(`no page has a serious accessibility finding (${scheme})`, async ({ browser, baseURL, signedIn, workspace }) => {
    const context = await browser.newContext({ baseURL: baseURL!, colorScheme: scheme })
    const outside = await context.newPage()
    await outside.goto('/login')
    await expect(outside.getByRole('button', { name: 'Sign in' })).toBeVisible()
    expect(await seriousFindings(outside)).toEqual([])
    await context.close()

    const page = await signedIn('admin')
    await page.emulateMedia({ colorScheme: scheme })
    await expect(page.getByTestId('cycle-total')).not.toHaveText('')
    expect(await seriousFindings(page)).toEqual([])

    const module = await workspace.admin.module('Stationary combustion')
    await page.goto(`/modules/${module.id}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])

    await page.goto('/cycles')
    await expect(page.getByRole('table', { name: /^Completeness/ })).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])

    await page.goto('/targets')
    await expect(page.getByRole('heading', { name: 'Reduction targets' })).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])

    await page.goto('/factors')
    await page.locator('.fac-name').first().click()
    await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])

    const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
    await page.goto(`/sheets/${table.id}/${cycle.id}/fields`)
    await page.getByRole('button', { name: /^Quantity/ }).click()
    await page.getByRole('textbox', { name: 'Unit' }).fill('kg')
    await expect(page.getByRole('complementary', { name: 'What this will do' }).getByRole('alert')).toBeVisible()
    await page.getByRole('radio', { name: 'Only' }).first().check()
    expect(await seriousFindings(page)).toEqual([])

    const sheet = new SheetPage(page)
    await sheet.open(table.id, cycle.id)
    expect(await seriousFindings(page)).toEqual([])

    await sheet.cell(await sheet.rowId(3), 'quantity').click()
    for (const text of ['1.234', 'not a number\r\nnor is this']) {
      await sheet.paste({ text })
      await expect(sheet.pasteDialog).toBeVisible()
      expect(await seriousFindings(page)).toEqual([])
      await page.keyboard.press('Escape')
      await expect(sheet.pasteDialog).toBeHidden()
    }

    await sheet.type(await sheet.rowId(30), 'quantity', scheme === 'light' ? '30' : '31')
    await sheet.saved()
    const history = new HistoryPanel(page)
    await history.open('Sheet')
    await history.slider.focus()
    await page.keyboard.press('Home')
    await expect(history.pastBar).toContainText('marked')
    await expect(history.entries.first()).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])
  })

  test(`nor has the menu of a column, its filter and the bar that says so (${scheme})`, async ({
    signedIn,
    workspace,
  }) => {
    const page = await signedIn('admin')
    await page.emulateMedia({ colorScheme: scheme })
    const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
    const sheet = new SheetPage(page)
    await sheet.open(table.id, cycle.id)
    await sheet.openColumnMenu('fuel')
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('menuitem', { name: 'Filter…' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('checkbox', { name: 'Empty' }).click()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('filter-bar')).toContainText('Showing')
    expect(await seriousFindings(page)).toEqual([])
  })
}

test('at 320 px, and at 200 % of 1440 × 900, no page is wider than the window and no menu or filter longer', async ({
  signedIn,
  workspace,
}) => {
  const sheet = new SheetPage(await signedIn('admin'))
  const { page } = sheet
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const module = await workspace.admin.module('Stationary combustion')
  const at = `/sheets/${table.id}/${cycle.id}`
  for (const path of [
    '/dashboard',
    `/modules/${module.id}`,
    '/cycles',
    '/factors',
    '/admin/people',
    `${at}/fields`,
    at,
  ]) {
    await page.goto(path)
    await expect(page.getByRole('main')).toBeVisible()
    for (const [width, height] of [
      [320, 640],
      [720, 450],
    ] as const) {
      await page.setViewportSize({ width, height })
      const wide = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth)
      await expect.poll(wide, `${path} at ${width}`).toBeLessThanOrEqual(width)
    }
  }
  await sheet.ready()
  await sheet.cell(await sheet.rowId(4), 'code').click({ button: 'right' })
  await expect(page.locator('[role="menu"]:focus, [role="menu"] :focus')).toHaveCount(1)
  await page.keyboard.press('End')
  await expect(page.getByRole('menuitem', { name: 'Explain this cell' })).toBeInViewport({ ratio: 1 })
  await page.keyboard.press('Escape')
  await sheet.chooseInColumnMenu('site', 'Filter…')
  const filter = (await page.locator('.filter-dropdown').boundingBox())!
  expect(filter.y).toBeGreaterThanOrEqual(0)
  expect(filter.y + filter.height).toBeLessThanOrEqual(450)
})
