import { Eavesdropper } from '../fixtures/eavesdropper.ts'
import { holdsSocket } from '../fixtures/heldSocket.ts'
import { expect, test } from '../fixtures/test.ts'
import type { Workspace } from '../fixtures/workspace.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const SHEET = ['Stationary combustion', 'FY2025', 'Kilns and dryers'] as const

/** As an administrator does it. */
async function change(workspace: Workspace, tableId: string, key: string, rights: object): Promise<void> {
  const table = await workspace.get<{ fields: { id: string; key: string }[] }>(`tables/${tableId}`)
  const field = table.fields.find((one) => one.key === key)!
  const reply = await workspace.request('PATCH', `tables/${tableId}/fields/${field.id}`, rights)
  expect(reply.status, await reply.text()).toBe(200)
}

test('a field that is closed to the auditor leaves their open page and disk, and takes along what others typed offline', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...SHEET)
  const owner = new SheetPage(await signedIn('owner'))
  const auditor = new SheetPage(await signedIn('auditor'))
  const told = new Eavesdropper(auditor.page)
  const socket = await holdsSocket(owner.page)
  await owner.open(table.id, cycle.id)
  await auditor.open(table.id, cycle.id)
  const [first, second] = [await owner.rowId(24), await owner.rowId(25)]
  await owner.type(first, 'note', 'CANARY-NOTE')
  await owner.saved()
  await expect(auditor.cell(first, 'note')).toHaveText('CANARY-NOTE')
  await expect.poll(() => told.findKept('CANARY-NOTE')).not.toEqual([])
  await socket.cut()
  await owner.type(second, 'note', 'typed offline')
  await owner.type(second, 'energy', '4321')
  await expect(owner.saveStatus).toContainText('Offline')

  await change(workspace.admin, table.id, 'note', { readers: ['admin', 'data_owner'] })
  await expect(auditor.header('note')).toHaveCount(0)
  await expect(auditor.header('energy')).toBeVisible()
  await expect.poll(() => told.findKept('CANARY-NOTE')).toEqual([])

  socket.mend()
  await owner.saved()
  await expect(owner.header('note').getByLabel('Only administrators and data owners see this')).toBeVisible()
  await expect(owner.cell(first, 'note')).toHaveText('CANARY-NOTE')
  await expect(owner.cell(second, 'note')).toHaveText('typed offline')
  await expect(auditor.cell(second, 'energy')).toHaveText('4\u00a0321')

  // each gesture is still undone by itself, in whichever part its field is now
  await owner.page.keyboard.press('Control+z')
  await expect(auditor.cell(second, 'energy')).not.toHaveText('4\u00a0321')
  await owner.page.keyboard.press('Control+z')
  await expect(owner.cell(second, 'note')).not.toHaveText('typed offline')
  await owner.page.keyboard.press('Control+Shift+z')
  await owner.saved()

  await change(workspace.admin, table.id, 'note', { readers: null })
  await expect(auditor.cell(first, 'note')).toHaveText('CANARY-NOTE')
  await expect(auditor.cell(second, 'note')).toHaveText('typed offline')
  await expect(owner.header('note').getByRole('img')).toHaveCount(0)
})

test('a field that only administrators may write from now on is locked in open sheets at once, with the reason', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...SHEET)
  const owner = new SheetPage(await signedIn('owner'))
  await owner.open(table.id, cycle.id)
  const row = await owner.rowId(26)
  const before = (await owner.cell(row, 'energy').textContent()) ?? ''

  await change(workspace.admin, table.id, 'energy', { writers: ['admin'] })
  await expect(owner.header('energy').getByLabel('Only administrators fill this in')).toBeVisible()
  await owner.type(row, 'energy', '1')
  await expect(owner.message).toHaveText('Fuel burned cannot be changed here: Only administrators fill this in.')
  await expect(owner.cell(row, 'energy')).toHaveText(before)
  await owner.type(row, 'note', 'the others stay open')
  await owner.saved()

  await change(workspace.admin, table.id, 'energy', { writers: null })
  await expect(owner.header('energy').getByRole('img')).toHaveCount(0)
  await owner.type(row, 'energy', '5678')
  await owner.saved()
})

test('a result that is released to the auditor is a live column for them, while what it is made of stays hidden', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...SHEET)
  const owner = new SheetPage(await signedIn('owner'))
  const auditor = new SheetPage(await signedIn('auditor'))
  const told = new Eavesdropper(auditor.page)
  await change(workspace.admin, table.id, 'energy', { readers: ['admin', 'data_owner'] })
  await owner.open(table.id, cycle.id)
  await auditor.open(table.id, cycle.id)
  const row = await owner.rowId(27)
  await expect(auditor.header('note')).toBeVisible()
  await expect(auditor.header('co2e')).toHaveCount(0)

  await change(workspace.admin, table.id, 'co2e', { released: true })
  const why = 'Computed on the server: you may not see everything that goes into it'
  await expect(auditor.header('co2e').getByLabel(why)).toBeVisible()
  await expect(owner.header('co2e').getByLabel(why)).toHaveCount(0)
  const result = (await owner.cell(row, 'co2e').textContent()) ?? ''
  await expect(auditor.cell(row, 'co2e')).toHaveText(result)

  await owner.type(row, 'energy', '765432.5')
  await expect(owner.cell(row, 'co2e')).not.toHaveText(result)
  const changed = (await owner.cell(row, 'co2e').textContent()) ?? ''
  await expect(auditor.cell(row, 'co2e')).toHaveText(changed)
  await auditor.cell(row, 'co2e').click()
  await expect(auditor.page.getByTestId('fx-bar')).toContainText('computed on the server and released to you')
  await auditor.page.keyboard.type('1')
  await expect(auditor.message).toHaveText(`Emissions cannot be changed here: ${why}.`)
  await expect(auditor.header('energy')).toHaveCount(0)
  expect(await told.find([765_432.5])).toEqual([])

  await change(workspace.admin, table.id, 'co2e', { released: false })
  await expect(auditor.header('co2e')).toHaveCount(0)
  await change(workspace.admin, table.id, 'energy', { readers: null })
  await expect(auditor.cell(row, 'co2e')).toHaveText(changed)
  await expect(auditor.header('co2e').getByLabel(why)).toHaveCount(0)
})
