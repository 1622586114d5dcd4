import { emptyDisk, fillDisk, hasNoDisk, hasSmallDisk, type Failure } from '../fixtures/fullDisk.ts'
import { holdsSocket } from '../fixtures/heldSocket.ts'
import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const SHEET = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

test('the status goes from Editing over Saving to Saved, and Saved means that the server has it', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...SHEET)
  const sheet = new SheetPage(await signedIn('admin'))
  const colleague = new SheetPage(await signedIn('owner'))
  const socket = await holdsSocket(sheet.page)
  await sheet.open(table.id, cycle.id)
  await colleague.open(table.id, cycle.id)
  await sheet.saved()
  const row = await sheet.rowId(10)
  const before = (await colleague.cell(row, 'quantity').textContent()) ?? ''

  await sheet.cell(row, 'quantity').click()
  await sheet.page.keyboard.type('1357')
  await expect(sheet.saveStatus).toHaveText('Editing…')
  socket.hold()
  await sheet.page.keyboard.press('Enter')
  await expect(sheet.saveStatus).toHaveText('Saving…')
  await expect(colleague.cell(row, 'quantity')).toHaveText(before)

  socket.release()
  await sheet.saved()
  const rows = await workspace.admin.request('GET', `tables/${table.id}/rows?cycle_id=${cycle.id}&limit=500`)
  expect(await rows.text()).toContain('1357')
  await expect(colleague.cell(row, 'quantity')).toHaveText('1\u00a0357')
})

test('the tab asks before it is closed while something is not on the server, and not otherwise', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...SHEET)
  const sheet = new SheetPage(await signedIn('admin'))
  const socket = await holdsSocket(sheet.page)
  await sheet.open(table.id, cycle.id)
  await sheet.saved()
  const row = await sheet.rowId(11)
  await socket.cut()
  await sheet.type(row, 'quantity', '2468')
  await expect(sheet.saveStatus).toHaveText('Offline: kept on this device (1 edit)')
  await sheet.type(row, 'quantity', '2469')
  await expect(sheet.saveStatus).toHaveText('Offline: kept on this device (2 edits)')

  const asked = sheet.page.waitForEvent('dialog')
  await sheet.page.close({ runBeforeUnload: true })
  const question = await asked
  expect(question.type()).toBe('beforeunload')
  await question.dismiss()
  await expect(sheet.cell(row, 'quantity')).toHaveText('2\u00a0469')

  socket.mend()
  await sheet.saved()
  const closed = sheet.page.waitForEvent('close')
  await sheet.page.close({ runBeforeUnload: true })
  await closed
})

test('a sheet that is left while its edits wait sends them from behind the next page', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...SHEET)
  const sheet = new SheetPage(await signedIn('admin'))
  const colleague = new SheetPage(await signedIn('owner'))
  const socket = await holdsSocket(sheet.page)
  await sheet.open(table.id, cycle.id)
  await colleague.open(table.id, cycle.id)
  await sheet.saved()
  const row = await sheet.rowId(12)
  socket.hold()
  await sheet.type(row, 'quantity', '9753')
  await expect(sheet.saveStatus).toHaveText('Saving…')

  await sheet.page.getByRole('link', { name: 'Dashboard' }).first().click()
  await expect(sheet.grid).toBeHidden()
  socket.release()
  await expect(colleague.cell(row, 'quantity')).toHaveText('9\u00a0753')
})

test('two tabs of one person: both edit, both see it, and what both typed offline survives closing them', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...SHEET)
  const one = new SheetPage(await signedIn('admin'))
  const two = new SheetPage(await one.page.context().newPage())
  const colleague = new SheetPage(await signedIn('owner'))
  const sockets = [await holdsSocket(one.page), await holdsSocket(two.page)]
  await one.open(table.id, cycle.id)
  await two.open(table.id, cycle.id)
  await colleague.open(table.id, cycle.id)
  const [first, second] = [await one.rowId(13), await one.rowId(14)]
  await one.type(first, 'quantity', '101')
  await two.type(second, 'quantity', '202')
  await expect(two.cell(first, 'quantity')).toHaveText('101')
  await expect(one.cell(second, 'quantity')).toHaveText('202')
  await Promise.all([one.saved(), two.saved()])

  await Promise.all(sockets.map((socket) => socket.cut()))
  await one.type(first, 'quantity', '111')
  await two.type(second, 'quantity', '222')
  await expect(one.saveStatus).toContainText('Offline: kept on this device (1 edit')
  await expect(two.saveStatus).toContainText('Offline: kept on this device (1 edit')
  await one.page.close()
  await two.page.close()

  const again = new SheetPage(await one.page.context().newPage())
  await again.open(table.id, cycle.id)
  await again.saved()
  await expect(again.cell(first, 'quantity')).toHaveText('111')
  await expect(again.cell(second, 'quantity')).toHaveText('222')
  await expect(colleague.cell(first, 'quantity')).toHaveText('111')
  await expect(colleague.cell(second, 'quantity')).toHaveText('222')
})

for (const failure of ['throws', 'aborts'] satisfies Failure[]) {
  test(`a full disk (${failure}) is told plainly, and nothing is lost while there is a connection`, async ({
    signedIn,
    workspace,
  }) => {
    const { table, cycle } = await workspace.sheetOf(...SHEET)
    const sheet = new SheetPage(await signedIn('admin'))
    const colleague = new SheetPage(await signedIn('owner'))
    const socket = await holdsSocket(sheet.page)
    await hasSmallDisk(sheet.page)
    await sheet.open(table.id, cycle.id)
    await colleague.open(table.id, cycle.id)
    await sheet.saved()
    await expect(sheet.notKept).toBeHidden()
    const row = await sheet.rowId(15)

    await fillDisk(sheet.page, failure)
    await sheet.type(row, 'quantity', failure === 'throws' ? '515' : '616')
    await expect(sheet.notKept).toHaveText('Edits are not kept on this device: the browser has no room or refuses')
    await sheet.saved()
    await expect(colleague.cell(row, 'quantity')).toHaveText(failure === 'throws' ? '515' : '616')

    await socket.cut()
    await sheet.type(row, 'quantity', '717')
    await expect(sheet.saveStatus).toHaveText('Offline, and not kept on this device (1 edit). Leave this tab open.')

    // there is room again: what was not kept is made up for, and survives the tab
    await emptyDisk(sheet.page)
    await expect(sheet.saveStatus).toHaveText('Offline: kept on this device (1 edit)')
    await sheet.page.reload()
    await sheet.ready()
    await expect(sheet.cell(row, 'quantity')).toHaveText('717')
    await expect(sheet.saveStatus).toHaveText('Offline: kept on this device (1 edit)')
    socket.mend()
    await sheet.saved()
    await expect(colleague.cell(row, 'quantity')).toHaveText('717')
  })
}

test('a browser that keeps nothing opens the sheet, says so, and saves', async ({ signedIn, workspace }) => {
  const { table, cycle } = await workspace.sheetOf(...SHEET)
  const sheet = new SheetPage(await signedIn('admin'))
  await hasNoDisk(sheet.page)
  await sheet.open(table.id, cycle.id)
  await expect(sheet.notKept).toBeVisible()
  await sheet.type(await sheet.rowId(16), 'quantity', '818')
  await sheet.saved()
})
