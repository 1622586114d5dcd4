import type { CDPSession } from '@playwright/test'
import { expect, test } from '../fixtures/sheetTest.ts'
import { SheetPage } from '../pages/SheetPage.ts'

/** Keyboards that are not a Latin one of a PC. */

const CTRL = 2

/** A shortcut as a layout without Latin letters sends it: the letter of the layout, and the place of the key. */
async function shortcut(devtools: CDPSession, key: string, code: string): Promise<void> {
  const event = { key, code, modifiers: CTRL, windowsVirtualKeyCode: code.charCodeAt(3) }
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event })
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event })
}

test('an Arabic layout: Ctrl+Z, Ctrl+Y, Ctrl+A and Ctrl+D are where they are on every keyboard', async ({
  sheet,
  press,
}) => {
  const devtools = await sheet.page.context().newCDPSession(sheet.page)
  const rows = await sheet.ownRows(['a', 'b'])
  await sheet.type(rows[0]!, 'name', 'typed')
  await shortcut(devtools, 'ئ', 'KeyZ')
  await expect(sheet.cell(rows[0]!, 'name')).toHaveText('')
  await shortcut(devtools, 'غ', 'KeyY')
  await expect(sheet.cell(rows[0]!, 'name')).toHaveText('typed')
  await sheet.cell(rows[0]!, 'name').click()
  await press('Shift+ArrowDown')
  await shortcut(devtools, 'ي', 'KeyD')
  await expect(sheet.cell(rows[1]!, 'name')).toHaveText('typed')
  await shortcut(devtools, 'ش', 'KeyA')
  await expect.poll(() => sheet.selected(rows[0]!)).toMatch(/^-4-\d+ code name .*co2e$/)
  await sheet.deleteRows(rows)
})

test('an input method: its first key opens the editor, empty, and the composition lands in it', async ({
  sheet,
  press,
}) => {
  const devtools = await sheet.page.context().newCDPSession(sheet.page)
  const rows = await sheet.ownRows(['a'])
  await sheet.type(rows[0]!, 'name', 'before')
  await sheet.cell(rows[0]!, 'name').click()
  await devtools.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    key: 'Process',
    code: 'KeyN',
    windowsVirtualKeyCode: 229,
  })
  await devtools.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 })
  await expect(sheet.page.locator('.text-editor')).toHaveValue('に')
  await devtools.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 })
  await devtools.send('Input.insertText', { text: '日本' })
  await expect(sheet.page.locator('.text-editor')).toHaveValue('日本')
  await press('Enter')
  await expect(sheet.cell(rows[0]!, 'name')).toHaveText('日本')
  await sheet.deleteRows(rows)
})

test('a Mac: the command key for Ctrl, Ctrl+Space and Shift+Space as they are, Ctrl and a click ask for the menu', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const page = await signedIn('admin', {
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0',
  })
  const sheet = new SheetPage(page)
  await sheet.open(table.id, cycle.id)
  const first = await sheet.rowId(0)
  const rows = await sheet.ownRows(['a', 'b'])
  await sheet.type(rows[0]!, 'name', 'typed')
  await page.keyboard.press('Meta+z')
  await expect(sheet.cell(rows[0]!, 'name')).toHaveText('')
  await page.keyboard.press('Meta+Shift+z')
  await expect(sheet.cell(rows[0]!, 'name')).toHaveText('typed')
  await page.keyboard.press('Control+Space')
  await expect.poll(() => sheet.selected(first)).toMatch(/^0-\d+ name$/)
  await sheet.cell(rows[0]!, 'name').click()
  await page.keyboard.press('Shift+Space')
  await expect.poll(() => sheet.selected(rows[0]!)).toMatch(/^0-0 code name .*co2e$/)
  await sheet.cell(rows[0]!, 'code').click()
  await sheet.cell(rows[1]!, 'name').click({ modifiers: ['Meta'] })
  await expect.poll(() => sheet.selected(rows[0]!)).toBe('0-1 code name (2)')
  await sheet.cell(rows[0]!, 'name').click({ modifiers: ['Control'] })
  await expect(sheet.grid.locator('[aria-selected="true"]')).toHaveCount(2)
  await page.keyboard.press('Meta+/')
  await expect(page.getByTestId('shortcuts')).toContainText('⌘+Z')
  await page.keyboard.press('Escape')
  await sheet.deleteRows(rows)
})
