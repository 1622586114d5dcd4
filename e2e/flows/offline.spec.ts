import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

test('edits made offline are kept on the device, survive a reload of the page, and merge on return', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Mobile combustion', 'FY2025', 'Fuel of company vehicles')
  const traveller = new SheetPage(await signedIn('admin'))
  const colleague = new SheetPage(await signedIn('owner'))
  let isCut = false
  await traveller.page.routeWebSocket(/\/collab/, (socket) => {
    if (isCut) {
      void socket.close()
    } else {
      socket.connectToServer()
    }
  })
  await traveller.open(table.id, cycle.id)
  await colleague.open(table.id, cycle.id)
  const [mine, theirs] = [await traveller.rowId(0), await traveller.rowId(1)]
  await traveller.saved()

  isCut = true
  await traveller.page.context().setOffline(true)
  await traveller.type(mine, 'quantity', '4321')
  await expect(traveller.saveStatus).toContainText('Offline: kept on this device (1 edit')
  await colleague.type(theirs, 'quantity', '8765')
  await colleague.saved()

  // the pages can be fetched again, the live sheet not yet
  await traveller.page.context().setOffline(false)
  await traveller.page.reload()
  await traveller.ready()
  await expect(traveller.cell(mine, 'quantity')).toHaveText('4\u00a0321')
  await expect(traveller.saveStatus).toContainText('Offline: kept on this device')

  isCut = false
  await traveller.saved()
  await expect(traveller.cell(theirs, 'quantity')).toHaveText('8\u00a0765')
  await expect(colleague.cell(mine, 'quantity')).toHaveText('4\u00a0321')
})
