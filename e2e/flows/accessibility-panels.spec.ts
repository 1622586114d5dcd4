import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/test.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = 'Liquid fuels and LPG'
const MENU = '[role="menu"]'
const DIALOG = '[role="dialog"]'

/** Looks at what is open, and closes it by Escape. */
async function look(page: Page, what: string, part: string): Promise<string[]> {
  await expect(page.locator(part).first(), what).toBeVisible()
  const found = await seriousFindings(page, part)
  await page.keyboard.press('Escape')
  await expect(page.locator(part), `${what} closes by Escape`).toHaveCount(0)
  return found.map((finding) => `${what}: ${finding}`)
}

for (const scheme of ['light', 'dark'] as const) {
  test(`no panel, menu or dialog of a sheet has a serious accessibility finding (${scheme})`, async ({
    signedIn,
    workspace,
  }) => {
    const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', TABLE)
    const sheet = new SheetPage(await signedIn('admin'))
    const { page } = sheet
    await page.emulateMedia({ colorScheme: scheme })
    await sheet.open(table.id, cycle.id)
    const cell = sheet.cell(await sheet.rowId(2), 'quantity')
    const found: string[] = []

    const inColumnMenu = ['Name and rules…', 'Add a column here…', 'Retire this column…']
    for (const item of inColumnMenu) {
      await sheet.chooseInColumnMenu('quantity', item)
      found.push(...(await look(page, item, DIALOG)))
    }

    for (const [field, part] of [
      ['month', '[aria-label="Calendar"]'],
      ['fuel', '[role="listbox"]'],
    ] as const) {
      await sheet.cell(await sheet.rowId(2), field).click()
      await page.keyboard.press('Alt+ArrowDown')
      found.push(...(await look(page, `editor of ${field}`, part)))
    }
    await page.keyboard.press('Control+f')
    found.push(...(await look(page, 'find', '[data-testid="find"]')))

    await cell.click({ button: 'right' })
    found.push(...(await look(page, 'menu of a cell', MENU)))
    for (const item of ['Set a value…', 'Fill from another cycle…', 'Split by month…']) {
      await cell.click({ button: 'right' })
      await page.getByRole('menuitem', { name: item }).click()
      found.push(...(await look(page, item, DIALOG)))
    }

    await page.getByRole('button', { name: `What to do with “${TABLE}”` }).click()
    found.push(...(await look(page, 'menu of the table', MENU)))
    for (const item of ['Copy table…', 'Keep as template…', 'Rename…', 'Retire…']) {
      await page.getByRole('button', { name: `What to do with “${TABLE}”` }).click()
      await page.getByRole('menuitem', { name: item }).click()
      found.push(...(await look(page, item, DIALOG)))
    }

    await sheet.views.click()
    found.push(...(await look(page, 'menu of views', MENU)))
    await cell.click()
    await page.keyboard.press('Control+/')
    found.push(...(await look(page, 'keys', DIALOG)))

    const panels: readonly [string, string][] = [
      ['Deleted rows…', 'deleted-rows'],
      ['Note on this row', 'note'],
      ['History of this cell', 'history'],
      ['Explain this cell', 'explain'],
    ]
    for (const [item, id] of panels) {
      await cell.click({ button: 'right' })
      await page.getByRole('menuitem', { name: item }).click()
      const panel = page.getByTestId(id)
      await expect(panel, item).toBeVisible()
      found.push(...(await seriousFindings(page, `[data-testid="${id}"]`)).map((finding) => `${item}: ${finding}`))
      await panel.getByRole('button', { name: 'Close' }).first().click()
    }
    await sheet.chooseView('Groups and marks…')
    await expect(page.getByTestId('view-panel')).toBeVisible()
    found.push(...(await seriousFindings(page, '[data-testid="view-panel"]')))
    expect(found).toEqual([])
  })
}
