import AxeBuilder from '@axe-core/playwright'
import { PHONE } from '../fixtures/phone.ts'
import { expect, test } from '../fixtures/test.ts'
import { HistoryPanel } from '../pages/HistoryPanel.ts'
import { NotePanel } from '../pages/NotePanel.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Mobile combustion', 'FY2025', 'Fuel of company vehicles'] as const

test('two people write one note at once: by keys and tools, with carets, marks on the row, and who wrote what', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [ana, joris] = [new SheetPage(await signedIn('admin')), new SheetPage(await signedIn('owner'))]
  const [mine, theirs] = [new NotePanel(ana.page), new NotePanel(joris.page)]
  await ana.open(table.id, cycle.id)
  await joris.open(table.id, cycle.id)
  const row = await ana.rowId(2)
  const number = (sheet: SheetPage) => sheet.cell(row, '#')
  await expect(number(joris)).not.toHaveClass(/rn-noted/)

  await ana.cell(row, 'quantity').click()
  await ana.page.keyboard.press('Shift+F2')
  await expect(mine.text).toBeFocused()
  await expect(mine.text).toContainText('')
  await expect(mine.text.locator('[data-placeholder]')).toHaveAttribute('data-placeholder', /should others know/)
  await ana.page.keyboard.type('# Meter\nThe old one was ')
  await ana.page.keyboard.press('Control+b')
  await ana.page.keyboard.type('replaced')
  await ana.page.keyboard.press('Control+b')
  await mine.saved()

  // the mark is there for who has not opened it, and says how the note begins
  await expect(number(joris)).toHaveClass(/rn-noted/)
  await joris.cell(row, 'quantity').click()
  await joris.page.getByRole('button', { name: 'Note on this row: there is one' }).click()
  await expect(theirs.text.getByRole('heading', { name: 'Meter' })).toBeVisible()
  await expect(theirs.text.locator('strong')).toHaveText('replaced')
  await expect(theirs.panel.getByRole('img', { name: /^(?!Joris)/ }).first()).toBeVisible()
  await theirs.text.getByRole('heading').click()
  await joris.page.keyboard.press('Home')
  await Promise.all([mine.write(' in May'), joris.page.keyboard.type('Kiln 2: ')])
  await expect(mine.text.locator('.note-caret-name')).toHaveText('Joris')
  await Promise.all([mine.saved(), theirs.saved()])
  for (const { text } of [mine, theirs]) {
    await expect(text.getByRole('heading')).toContainText(/^Kiln 2: (Joris)?Meter/)
    await expect(text.locator('p').last()).toContainText('The old one was replaced in May')
  }

  // each takes back their own words only
  await expect(async () => {
    await joris.page.keyboard.press('Control+z') // what was typed slowly is more than one step
    await expect(mine.text.getByRole('heading')).not.toContainText('Kiln 2', { timeout: 2000 })
  }).toPass()
  await expect(mine.text).toContainText('in May')
  await theirs.saved()

  // lists and links; a link leads nowhere but to pages and addresses
  await mine.write('\n')
  await mine.panel.getByRole('button', { name: 'List', exact: true }).click()
  await ana.page.keyboard.type('the report')
  await ana.page.keyboard.press('Shift+Home')
  await ana.page.keyboard.press('Control+k')
  const address = ana.page.getByRole('textbox', { name: 'Address of the link' })
  await address.fill('javascript:alert(1)')
  await ana.page.keyboard.press('Enter')
  await expect(mine.panel).toContainText('An address begins with https://')
  await address.fill('example.org/report')
  await ana.page.keyboard.press('Enter')
  await expect(theirs.text.getByRole('link', { name: 'the report' })).toHaveAttribute(
    'href',
    'https://example.org/report',
  )
  await mine.saved()
  await ana.page.keyboard.press('End')

  await mine.panel.getByRole('button', { name: 'Who wrote what' }).click()
  const change = ana.page.getByTestId('note-change').first()
  await expect(change).toContainText('Joris')
  await expect(change).toContainText('replaced in May')
  for (const scheme of ['light', 'dark'] as const) {
    await ana.page.emulateMedia({ colorScheme: scheme })
    const { violations } = await new AxeBuilder({ page: ana.page }).include('[data-testid=note]').analyze()
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  }
  await mine.panel.getByRole('button', { name: 'Back to the note' }).click()
  const { violations } = await new AxeBuilder({ page: joris.page }).include('[data-testid=note]').analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  // the history of the sheet tells of it among what was done to cells, also while somebody writes on
  const history = new HistoryPanel(ana.page)
  await history.open('Sheet')
  const noted = history.entry('Note written')
  await expect(noted).toContainText('replaced in May')
  await expect(noted).toContainText(/Joris/)
  await theirs.write('and the meter was sealed')
  await expect(noted).toContainText('sealed')
  await history.panel.getByRole('combobox', { name: 'Changed how' }).click()
  await ana.page.getByRole('option', { name: 'Note written' }).click()
  await expect(history.entries.filter({ hasNotText: 'Note written' })).toHaveCount(0)
  await expect(noted.getByRole('button', { name: 'Take this back' })).toHaveCount(0)
  await theirs.empty()
  await expect(number(ana)).not.toHaveClass(/rn-noted/)
})

test('a note goes with the active row, by the keys of a pane; who may not write reads it as it changes', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const ana = new SheetPage(await signedIn('admin'))
  const mine = new NotePanel(ana.page)
  await ana.open(table.id, cycle.id)
  const row = await ana.rowId(3)
  await ana.cell(row, 'quantity').click()
  await ana.page.keyboard.press('Shift+F2')
  await expect(mine.text).toBeFocused()
  await ana.page.keyboard.type('Meter was replaced in May.')
  await mine.saved()

  // F6 goes between sheet and note, Escape closes it; another row has another note
  await ana.page.keyboard.press('F6')
  await expect(ana.grid.locator('.ag-cell-focus')).toBeFocused()
  await ana.page.keyboard.press('ArrowDown')
  await expect(mine.text).not.toContainText('Meter')
  await ana.page.keyboard.press('ArrowUp')
  await expect(mine.text).toContainText('Meter')
  await ana.page.keyboard.press('F6')
  await expect(mine.text).toBeFocused()
  await ana.page.keyboard.press('Escape')
  await expect(mine.panel).toBeHidden()
  await expect(ana.grid.locator('.ag-cell-focus')).toBeFocused()
  await ana.page.keyboard.press('Shift+F2')
  await expect(mine.text).toBeFocused()

  // who may not write reads it as it changes
  const reader = new SheetPage(await signedIn('auditor'))
  const read = new NotePanel(reader.page)
  await reader.open(table.id, cycle.id)
  await reader.cell(row, 'quantity').click()
  await reader.page.keyboard.press('Shift+F2')
  await expect(read.text).toContainText('replaced in May')
  await expect(read.status).toHaveText('Read-only')
  await expect(read.panel.getByRole('toolbar')).toHaveCount(0)
  await mine.write(' Seen.')
  await expect(read.text).toContainText('Seen.')
  await mine.empty()
  await expect(ana.cell(row, '#')).not.toHaveClass(/rn-noted/)
})

test('words that are written offline outlast a reload, and are sent also when nobody opens the note again', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const traveller = new SheetPage(await signedIn('admin'))
  const colleague = new SheetPage(await signedIn('owner'))
  const [mine, theirs] = [new NotePanel(traveller.page), new NotePanel(colleague.page)]
  let isCut = false
  await traveller.page.routeWebSocket(/\/collab/, (socket) => {
    if (isCut) {
      void socket.close()
    } else {
      socket.connectToServer()
    }
  })
  for (const [sheet, note] of [
    [traveller, mine],
    [colleague, theirs],
  ] as const) {
    await sheet.open(table.id, cycle.id)
    await sheet.cell(await sheet.rowId(1), 'quantity').click()
    await sheet.page.keyboard.press('Shift+F2')
    await note.saved()
  }
  const row = await traveller.rowId(1)

  isCut = true
  await traveller.page.context().setOffline(true)
  await mine.write('Written in a tunnel. ')
  await expect(mine.status).toHaveText('Offline: kept on this device')
  await theirs.write('Meanwhile here. ')
  await theirs.saved()
  await traveller.page.context().setOffline(false)
  await traveller.page.reload()
  await traveller.ready()
  await traveller.cell(row, 'quantity').click()
  await traveller.page.keyboard.press('Shift+F2')
  await expect(mine.text).toContainText('Written in a tunnel.')
  await expect(mine.status).toHaveText('Offline: kept on this device')
  await traveller.page.reload()
  await traveller.ready()
  isCut = false
  await expect(theirs.text).toContainText('Written in a tunnel.')
  await expect(theirs.text).toContainText('Meanwhile here.')

  // the card of the row leads to the note where a sheet has no room
  const phone = await signedIn('viewer', PHONE)
  await phone.goto(`/sheets/${table.id}/${cycle.id}`)
  const small = new SheetPage(phone)
  await small.ready()
  await small.cell(row, 'quantity').dblclick()
  await phone.getByTestId('row-note').click()
  await expect(new NotePanel(phone).text).toContainText('Written in a tunnel.')

  await theirs.empty()
})
