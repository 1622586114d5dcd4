import { readFile } from 'node:fs/promises'
import { expect, test } from '../fixtures/sheetTest.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'

/** Nothing tells whether 1.234 is one litre or a thousand, nor which part of 03/04/2025 is the month; one site is misspelt. */
const DELIVERIES = `Tank;Site;Month;Fuel;Quantity;Note
IMP-1;Stoke-on-Trent;03/04/2025;LPG, UK (DESNZ);1.234;from the file
IMP-2;Stoke-on-Tren;04/05/2025;LPG, UK (DESNZ);2.500;from the file
`

test('a file that is dropped on a sheet is asked about, compared, imported, its rejected row mended, and all of it taken back', async ({
  sheet,
}) => {
  const { page } = sheet
  await page.getByRole('link', { name: 'Import a file of rows' }).click()
  await expect(page.getByRole('heading', { name: 'Import into Liquid fuels and LPG' })).toBeVisible()
  await page.getByRole('link', { name: 'Back to the sheet' }).click()
  await sheet.ready()
  const dropped = await page.evaluateHandle((text) => {
    const data = new DataTransfer()
    data.items.add(new File([text], 'deliveries.csv', { type: 'text/csv' }))
    return data
  }, DELIVERIES)
  await sheet.grid.locator('.ag-row').first().dispatchEvent('drop', { dataTransfer: dropped })

  const compare = page.getByRole('button', { name: 'Compare with the sheet' })
  await expect(page.getByRole('combobox', { name: 'Field for Quantity' }).locator('option:checked')).toHaveText(
    'Quantity',
  )
  await expect(compare).toBeDisabled()
  const numbers = page.getByRole('radiogroup', { name: /How are numbers written in “Quantity”/ })
  await expect(numbers).toContainText('1.234 → 1\u00a0234')
  await numbers.getByRole('radio', { name: 'Comma before decimals' }).check()
  await page.getByRole('radio', { name: 'Day first' }).check()
  await expect(page.getByRole('alert')).toHaveCount(0)
  expect(await seriousFindings(page)).toEqual([])
  await compare.click()

  const tab = (name: string) => page.getByRole('tab', { name })
  await expect(tab('Rejected')).toContainText('1')
  await expect(tab('Rejected')).toHaveAttribute('aria-selected', 'true')
  await expect(tab('Added')).toContainText('1')
  const effect = page.getByTestId('import-effect')
  await expect(effect).toContainText('+')
  const ofOneRow = await effect.textContent()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Import 1 row' }).click()
  await expect(page.getByText('1 row is imported.')).toBeVisible()

  const wrong = page.getByRole('textbox', { name: 'Site, row 3' })
  await expect(wrong).toHaveAccessibleDescription(/Stoke-on-Tren/)
  await wrong.fill('Stoke-on-Trent')
  await wrong.press('Enter')
  await expect(tab('Rejected')).toContainText('0')
  await expect(effect).not.toHaveText(ofOneRow ?? '')
  await page.getByRole('button', { name: 'Import 1 row' }).click()
  await expect(page.getByText('2 rows are imported.')).toBeVisible()

  const address = page.url()
  await page.getByRole('link', { name: 'Open the sheet' }).click()
  await sheet.ready()
  await page.goto(address)
  await page.getByRole('button', { name: 'Take this import back' }).click()
  await expect(page.getByRole('dialog')).toContainText('Rows that it added are deleted: 2.')
  await page.getByRole('button', { name: 'Take it back' }).click()
  await expect(page.getByText('2 rows are deleted again')).toBeVisible()

  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download the file' }).click()
  const saved = await saving
  expect([saved.suggestedFilename(), await readFile(await saved.path(), 'utf8')]).toEqual([
    'deliveries.csv',
    DELIVERIES,
  ])
  await page.getByRole('link', { name: 'All imports of this sheet' }).click()
  const row = page.getByRole('row', { name: /deliveries\.csv/ }).first()
  await expect(row).toContainText('taken back')
})
