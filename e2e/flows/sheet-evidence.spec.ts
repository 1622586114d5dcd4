import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { PHONE } from '../fixtures/phone.ts'
import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

/** What a desktop sends when a file is held over a cell, dropped on it, or pasted. */
async function send(page: Page, selector: string, kind: 'dragover' | 'drop' | 'paste', name: string): Promise<void> {
  await page.evaluate(
    ([at, event, file]) => {
      const data = new DataTransfer()
      data.items.add(new File([`content of ${file}`], file!, { type: 'application/pdf' }))
      const target = document.querySelector(at!)!
      const init = { bubbles: true, cancelable: true }
      target.dispatchEvent(
        event === 'paste'
          ? new ClipboardEvent('paste', { ...init, clipboardData: data })
          : new DragEvent(event!, { ...init, dataTransfer: data }),
      )
    },
    [selector, kind, name] as const,
  )
}

test('files are dropped on a cell, pasted and chosen; the other person sees and saves them; without a connection they wait', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [admin, owner] = [new SheetPage(await signedIn('admin')), new SheetPage(await signedIn('owner'))]
  await admin.open(table.id, cycle.id)
  await owner.open(table.id, cycle.id)
  const row = await admin.rowId(0)
  await admin.chooseInColumnMenu('fuel', 'Add a column here…')
  const dialog = admin.page.getByRole('dialog', { name: 'Add a column' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Receipts')
  await dialog.getByRole('combobox', { name: 'Holds' }).selectOption({ label: 'Files (evidence)' })
  await dialog.getByRole('button', { name: 'Add column' }).click()
  await expect(dialog).toBeHidden()
  await expect(owner.header('receipts')).toBeVisible()

  const at = `.ag-row[row-id="${row}"] [col-id="receipts"]`
  const held = admin.grid.locator('.ov-drop')
  await send(admin.page, `.ag-row[row-id="${row}"] [col-id="quantity"]`, 'dragover', 'a.pdf')
  await expect(held).toHaveCount(0)
  await send(admin.page, at, 'dragover', 'a.pdf')
  await expect(held).toBeVisible()
  await send(admin.page, at, 'drop', 'meter reading.pdf')
  await expect(held).toHaveCount(0)
  const panel = admin.page.getByTestId('evidence')
  await expect(panel.getByRole('listitem', { name: 'meter reading.pdf' })).toBeVisible()
  await expect(admin.cell(row, 'receipts')).toHaveText('1 file')
  await expect(owner.cell(row, 'receipts')).toHaveText('1 file')

  await admin.cell(row, 'receipts').click()
  await send(admin.page, at, 'paste', 'invoice.pdf')
  await expect(owner.cell(row, 'receipts')).toHaveText('2 files')
  const choosing = admin.page.waitForEvent('filechooser')
  await panel.getByRole('button', { name: 'Choose files…' }).click()
  await (await choosing).setFiles([{ name: 'فاتورة.txt', mimeType: 'text/plain', buffer: Buffer.from('third') }])
  await expect(owner.cell(row, 'receipts')).toHaveText('3 files')
  await admin.saved()

  await owner.cell(row, 'receipts').click()
  await owner.page.keyboard.press('F2')
  const theirs = owner.page.getByTestId('evidence')
  await expect(theirs.getByRole('listitem')).toHaveCount(3)
  const saving = owner.page.waitForEvent('download')
  await theirs.getByRole('button', { name: 'Download invoice.pdf' }).click()
  const saved = await saving
  expect(saved.suggestedFilename()).toBe('invoice.pdf')
  expect(await readFile(await saved.path(), 'utf8')).toBe('content of invoice.pdf')

  await panel.getByRole('button', { name: 'Remove invoice.pdf from the cell' }).click()
  await expect(owner.cell(row, 'receipts')).toHaveText('2 files')
  await admin.cell(row, 'receipts').click()
  await admin.page.keyboard.press('Control+z')
  await expect(owner.cell(row, 'receipts')).toHaveText('3 files')

  await admin.page.context().setOffline(true)
  await send(admin.page, at, 'drop', 'on the train.pdf')
  await expect(panel.getByRole('alert')).toContainText('Files need a connection')
  await admin.page.context().setOffline(false)
  await expect(owner.cell(row, 'receipts')).toHaveText('4 files')
  await admin.saved()

  // a phone has no column for them: the card of the row leads there, also for who only reads
  const reader = new SheetPage(await signedIn('viewer', PHONE))
  await reader.open(table.id, cycle.id)
  await reader.cell(row, 'code').tap()
  await reader.cell(row, 'code').tap()
  await reader.page.getByRole('button', { name: 'Files: Receipts' }).tap()
  await expect(reader.page.getByTestId('evidence').getByRole('listitem')).toHaveCount(4)
  await expect(reader.page.getByRole('button', { name: /^Remove/ })).toHaveCount(0)

  // as it was, for the other flows on this sheet
  await admin.chooseInColumnMenu('receipts', 'Retire this column…')
  await admin.page.getByRole('button', { name: 'Retire column' }).click()
  await expect(owner.header('receipts')).toBeHidden()
})
