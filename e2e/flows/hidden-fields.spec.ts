import { describesSheet, without } from '../fixtures/describedPage.ts'
import { Eavesdropper } from '../fixtures/eavesdropper.ts'
import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const SHEET = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

test('the owner sees the price and not the risk, the auditor the risk and not the price, and each column says so', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...SHEET)
  const owner = new SheetPage(await signedIn('owner'))
  const auditor = new SheetPage(await signedIn('auditor'))
  await owner.open(table.id, cycle.id)
  await auditor.open(table.id, cycle.id)
  await expect(owner.header('price')).toBeVisible()
  await expect(owner.header('risk')).toHaveCount(0)
  await expect(auditor.header('price')).toHaveCount(0)
  await auditor.show('risk')
  const row = await auditor.rowId(20)

  await expect(owner.header('price').getByLabel('Only administrators and data owners see this')).toBeVisible()
  await expect(owner.header('quantity').getByRole('img')).toHaveCount(0)
  await expect(owner.header('co2e').getByLabel('Computed by a formula')).toBeVisible()
  await owner.header('price').hover()
  await expect(owner.page.getByRole('tooltip')).toHaveText('Only administrators and data owners see this')
  await expect(auditor.header('risk').getByLabel('Only auditors see this')).toBeVisible()
  await expect(auditor.header('quantity').getByLabel('You may read this, not edit it')).toBeVisible()

  // the auditor writes the one column that is theirs, and is told why not the others
  await auditor.choose(row, 'risk', 'High')
  await auditor.saved()
  await expect(auditor.cell(row, 'risk')).toHaveText('High')
  await auditor.type(row, 'quantity', '1')
  await expect(auditor.message).toHaveText('Quantity cannot be changed here: You may read this, not edit it.')
  await auditor.page.reload()
  await auditor.ready()
  await auditor.show('risk')
  await expect(auditor.cell(row, 'risk')).toHaveText('High')
})

test('a paste over a column for all and one for some is one step, seen by the other owner and undone for both', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...SHEET)
  const owner = new SheetPage(await signedIn('owner'))
  const admin = new SheetPage(await signedIn('admin'))
  const auditor = new SheetPage(await signedIn('auditor'))
  await owner.open(table.id, cycle.id)
  await admin.open(table.id, cycle.id)
  await auditor.open(table.id, cycle.id)
  const row = await owner.rowId(21)
  const before = {
    quantity: (await owner.cell(row, 'quantity').textContent()) ?? '',
    price: (await owner.cell(row, 'price').textContent()) ?? '',
  }

  await owner.cell(row, 'quantity').click()
  await owner.paste({ text: '4567\t8910\r\n' })
  await expect(owner.message).toHaveText(/^Pasted 2 cells/)
  await owner.saved()
  for (const person of [owner, admin]) {
    await expect(person.cell(row, 'quantity')).toHaveText('4\u00a0567')
    await expect(person.cell(row, 'price')).toHaveText('8\u00a0910')
  }
  await expect(auditor.cell(row, 'quantity')).toHaveText('4\u00a0567')

  await owner.page.keyboard.press('Control+z')
  await expect(owner.message).toHaveText('Undone: 2 cells')
  for (const person of [owner, admin]) {
    await expect(person.cell(row, 'quantity')).toHaveText(before.quantity)
    await expect(person.cell(row, 'price')).toHaveText(before.price)
  }
  await owner.page.keyboard.press('Control+Shift+z')
  await expect(admin.cell(row, 'price')).toHaveText('8\u00a0910')
})

test('nothing of a price reaches the page of the auditor: no frame, no reply, nothing on screen or on the disk', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...SHEET)
  const owner = new SheetPage(await signedIn('owner'))
  const auditor = new SheetPage(await signedIn('auditor'))
  const [toOwner, toAuditor] = [new Eavesdropper(owner.page), new Eavesdropper(auditor.page)]
  await owner.open(table.id, cycle.id)
  await auditor.open(table.id, cycle.id)
  const [first, second] = [await owner.rowId(22), await owner.rowId(23)]
  const canaries = ['CANARY-PRICE', 8_675_309.125]

  // while both are here: typed, wrong text, pasted with a common cell, undone; the owner stays on the cell
  await owner.type(first, 'price', '8675309.125')
  await owner.type(second, 'price', 'CANARY-PRICE')
  await owner.cell(second, 'quantity').click()
  await owner.paste({ text: '321\t8675309.125\r\n' })
  await owner.page.keyboard.press('Control+z')
  await owner.cell(second, 'price').click()
  await owner.saved()
  await expect(auditor.page.getByTestId('presence').getByLabel(/Joris/)).toBeVisible()
  await expect(auditor.peerBox('Joris')).toHaveCount(0)

  // and in a page that is loaded afterwards, with the dashboard and the module in between
  await auditor.page.getByRole('link', { name: 'Dashboard' }).first().click()
  await expect(auditor.grid).toBeHidden()
  await auditor.open(table.id, cycle.id)
  await auditor.saved()

  expect(await toOwner.find(canaries)).toContainEqual(expect.stringContaining('frame to'))
  expect(await toOwner.find(canaries)).toContainEqual(expect.stringContaining('IndexedDB'))
  expect(await toAuditor.find(canaries)).toEqual([])
  expect(await toAuditor.find(['Purchase price'])).toEqual([])
  expect(await toAuditor.find(['Quantity'])).not.toEqual([])
})

test('a column that is taken away vanishes at once and leaves the disk; one that is given appears; the place stays', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...SHEET)
  const owner = new SheetPage(await signedIn('owner'))
  const told = new Eavesdropper(owner.page)
  const page = await describesSheet(owner.page)
  await owner.open(table.id, cycle.id)
  const row = await owner.rowId(24)
  await owner.type(row, 'price', 'CANARY-OF-THE-DISK')
  await owner.saved()
  await owner.cell(row, 'quantity').click()
  await owner.grid.evaluate((grid) => grid.setAttribute('data-same-grid', ''))
  await expect.poll(() => told.findKept('CANARY-OF-THE-DISK')).not.toEqual([])

  page.describe(without('price'))
  await expect(owner.header('price')).toHaveCount(0)
  await expect(owner.header('quantity')).toBeVisible()
  await expect(owner.cell(row, 'quantity')).toHaveClass(/ag-cell-focus/)
  await expect.poll(() => told.findKept('CANARY-OF-THE-DISK')).toEqual([])
  await owner.page.keyboard.type('77')
  await owner.page.keyboard.press('Enter')
  await owner.saved()

  page.describe((sheet) => sheet)
  await expect(owner.cell(row, 'price')).toHaveText('CANARY-OF-THE-DISK')
  await expect(owner.grid).toHaveAttribute('data-same-grid', '')
  await owner.type(row, 'price', '1')
  await owner.saved()
})
