import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

test('two people who wrote one cell without seeing each other both see both values, and one of them chooses', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Mobile combustion', 'FY2025', 'Fuel of company vehicles')
  const traveller = new SheetPage(await signedIn('admin'))
  const colleague = new SheetPage(await signedIn('owner'))
  await traveller.open(table.id, cycle.id)
  await colleague.open(table.id, cycle.id)
  const row = await traveller.rowId(3)
  await traveller.saved()

  await traveller.page.context().setOffline(true)
  await traveller.type(row, 'quantity', '1111')
  await expect(traveller.saveStatus).toContainText('Offline')
  await colleague.type(row, 'quantity', '2222')
  await colleague.saved()
  await traveller.page.context().setOffline(false)
  await traveller.saved()

  for (const person of [traveller, colleague]) {
    await expect(person.page.getByTestId('conflict-count')).toHaveText('1 conflict')
    await expect(person.cell(row, 'quantity')).toHaveClass(/c-contested/)
  }
  await colleague.page.getByTestId('conflict-count').click()
  const panel = colleague.page.getByTestId('conflicts')
  await expect(panel).toContainText('1\u00a0111')
  await expect(panel).toContainText('2\u00a0222')
  await expect(panel).toContainText('You')
  const stands = (await colleague.cell(row, 'quantity').innerText()).trim()
  const other = stands.startsWith('1') ? '2\u00a0222' : '1\u00a0111'
  await panel.getByRole('button', { name: `Use ${other}` }).click()

  for (const person of [traveller, colleague]) {
    await expect(person.cell(row, 'quantity')).toHaveText(other)
    await expect(person.page.getByTestId('conflict-count')).toBeHidden()
  }
})
