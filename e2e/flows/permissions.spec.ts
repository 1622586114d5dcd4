import { newAuthorClient } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { openRawDocument } from '../fixtures/rawSocket.ts'
import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

test('a viewer cannot edit by keyboard or paste, and is told why', async ({ signedIn, workspace }) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const sheet = new SheetPage(await signedIn('viewer'))
  await sheet.open(table.id, cycle.id)
  const row = await sheet.rowId(5)
  const before = (await sheet.cell(row, 'quantity').textContent()) ?? ''

  await sheet.type(row, 'quantity', '1')
  await sheet.cell(row, 'quantity').click()
  await sheet.paste({ text: '2' })
  await sheet.page.keyboard.press('Delete')

  await expect(sheet.cell(row, 'quantity')).toHaveText(before)
  await expect(sheet.saveStatus).toHaveText(/Read-only: no permission/)
})

test('a crafted update of a viewer on the socket is refused: nobody sees it, and it is in no reply of the server', async ({
  baseURL,
  workspace,
}) => {
  const { table, cycle, sheet } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const viewer = await workspace.as('viewer')
  const raw = openRawDocument(baseURL!, viewer.token, sheet.parts[0]!.document)
  const witness = openRawDocument(baseURL!, workspace.admin.token, sheet.parts[0]!.document)
  await expect.poll(() => raw.synced() && witness.synced()).toBe(true)
  raw.doc.clientID = newAuthorClient()
  const [row] = [...new Sheet(raw.doc).content().keys()]

  new Sheet(raw.doc).set(row!, 9, 'CANARY-of-the-viewer')

  await expect.poll(() => raw.stateless.some((message) => message.includes('"refused"'))).toBe(true)
  expect(new Sheet(witness.doc).fingerprint()).not.toContain('CANARY-of-the-viewer')
  await expect.poll(() => new Sheet(raw.doc).fingerprint()).not.toContain('CANARY-of-the-viewer')
  const rows = await workspace.admin.request('GET', `tables/${table.id}/rows?cycle_id=${cycle.id}&limit=500`)
  expect(await rows.text()).not.toContain('CANARY-of-the-viewer')
  raw.destroy()
  witness.destroy()
})

test('the other tenant gets neither the sheet, nor its document, nor a hint that it exists', async ({
  baseURL,
  workspace,
}) => {
  const { table, cycle, sheet } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const stranger = await workspace.as('other')

  expect((await stranger.request('GET', `sheets?table_id=${table.id}&cycle_id=${cycle.id}`)).status).toBe(404)
  expect((await stranger.request('GET', `tables/${table.id}/rows?cycle_id=${cycle.id}`)).status).toBe(404)
  const raw = openRawDocument(baseURL!, stranger.token, sheet.parts[0]!.document)
  await expect.poll(() => raw.refusals.length).toBeGreaterThan(0)
  expect(raw.synced()).toBe(false)
  expect(new Sheet(raw.doc).fingerprint()).toBe('[]')
  raw.destroy()
})

test('the locked cycle is refused: in the page, over REST and on the socket', async ({
  baseURL,
  signedIn,
  workspace,
}) => {
  const { table, cycle, sheet } = await workspace.sheetOf('Stationary combustion', 'FY2024', 'Liquid fuels and LPG')
  const page = new SheetPage(await signedIn('admin'))
  await page.open(table.id, cycle.id)
  const row = await page.rowId(0)
  const before = (await page.cell(row, 'quantity').textContent()) ?? ''

  await page.type(row, 'quantity', '1')
  await expect(page.cell(row, 'quantity')).toHaveText(before)
  await expect(page.saveStatus).toHaveText(/Read-only: locked/)

  const rest = await workspace.admin.request('POST', `tables/${table.id}/rows?cycle_id=${cycle.id}`, {
    rows: [{ id: row, values: { quantity: 1 } }],
  })
  expect(rest.status).toBe(409)
  const raw = openRawDocument(baseURL!, workspace.admin.token, sheet.parts[0]!.document)
  await expect.poll(() => raw.synced()).toBe(true)
  raw.doc.clientID = newAuthorClient()
  new Sheet(raw.doc).set(row, 9, 'x')
  await expect.poll(() => raw.refusals).toContain('locked')
  raw.destroy()
})
