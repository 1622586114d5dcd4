import { readFileSync } from 'node:fs'
import type { Download } from '@playwright/test'
import { parseCsv } from 'hucre/csv'
import { readXlsx } from 'hucre/xlsx'
import { expect, test } from '../fixtures/sheetTest.ts'

const bytesOf = async (download: Download): Promise<Buffer> => readFileSync(await download.path())

test('a sheet is saved as a workbook and as CSV that programs read', async ({ sheet }) => {
  const { page } = sheet
  const [xlsx] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: 'Export' })
      .click()
      .then(() => page.getByRole('menuitem', { name: 'Excel workbook (.xlsx)' }).click()),
  ])
  expect(xlsx.suggestedFilename()).toBe('Liquid fuels and LPG FY2025.xlsx')
  const { sheets } = await readXlsx(await bytesOf(xlsx))
  const [data] = sheets
  expect(sheets.map(({ name }) => name)).toEqual(['Liquid fuels and LPG', 'Fields', 'Factors', 'Sources', 'About'])
  expect(data!.rows[0]![0]).toBe('id')
  expect(data!.rows.length).toBeGreaterThan(1)
  await expect(page.getByText('Liquid fuels and LPG FY2025.xlsx is saved.')).toBeVisible()

  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: 'Export' })
      .click()
      .then(() => page.getByRole('menuitem', { name: 'CSV for programs' }).click()),
  ])
  expect((await bytesOf(csv)).toString()).toMatch(/^id,\w+,/)

  const [template] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: 'Export' })
      .click()
      .then(() => page.getByRole('menuitem', { name: 'Template, Excel (.xlsx)' }).click()),
  ])
  expect(template.suggestedFilename()).toBe('Liquid fuels and LPG template.xlsx')
  const blank = await readXlsx(await bytesOf(template))
  expect(blank.sheets.map(({ name }) => name)).toEqual(['Liquid fuels and LPG', 'Notes', 'Choices'])
  expect(blank.sheets[0]!.rows).toHaveLength(1)
})

test('what a view shows is saved as it stands on screen, or the whole table', async ({ sheet }) => {
  const { page } = sheet
  const view = { v: 1, s: [['code', 1]], f: [['quantity', 0, 'r', 1, null]], h: ['name'] }
  await page.goto(`${page.url().split('?')[0]}?view=${Buffer.from(JSON.stringify(view)).toString('base64url')}`)
  const saved = async (extent: string): Promise<string[][]> => {
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitemradio', { name: extent }).click()
    await expect(page.getByRole('menuitemradio', { name: extent })).toBeChecked()
    const item = page.getByRole('menuitem', { name: 'CSV for programs' })
    const [file] = await Promise.all([page.waitForEvent('download'), item.click()])
    return parseCsv((await bytesOf(file)).toString(), { typeInference: false }) as string[][]
  }
  const [head, ...rows] = await saved('This view')
  const codes = rows.map((row) => row[head!.indexOf('code')] ?? '')

  expect(head!.slice(0, 2)).toEqual(['id', 'code'])
  expect(head).not.toContain('name')
  expect(rows.length).toBeGreaterThan(1)
  expect(codes).toEqual(codes.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true })))
  expect(rows.every((row) => Number(row[head!.indexOf('quantity')]) >= 1)).toBe(true)
  expect((await saved('The whole table'))[0]).toContain('name')
})

test('a cycle is saved whole, and all of the project, and the page says who took which file', async ({ signedIn }) => {
  const page = await signedIn('admin')
  await page.goto('/cycles')
  const row = page.getByRole('row', { name: /FY2025/ }).first()
  const [xlsx] = await Promise.all([
    page.waitForEvent('download'),
    row
      .getByRole('button', { name: /FY2025/ })
      .click()
      .then(() => page.getByRole('menuitem', { name: 'Excel workbook (.xlsx)' }).click()),
  ])
  const { sheets } = await readXlsx(await bytesOf(xlsx))
  expect(sheets.map(({ name }) => name)).toContain('Liquid fuels and LPG')

  const taken = page.getByRole('table').filter({ hasText: 'SHA-256' })
  await expect(taken.getByRole('row', { name: xlsx.suggestedFilename() }).first()).toContainText('…')

  const [zip] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: 'Export', exact: true })
      .click()
      .then(() => page.getByRole('menuitem', { name: 'CSV for programs (.zip)' }).click()),
  ])
  expect(zip.suggestedFilename()).toBe('Group inventory.zip')
  expect((await bytesOf(zip)).toString('latin1')).toContain('FY2025/stationary_combustion/liquid_fuels.csv')
  await expect(taken.getByRole('row', { name: 'Group inventory.zip' }).first()).toContainText('…')
})
