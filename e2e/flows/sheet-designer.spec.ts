import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

test('a text becomes a number and then another unit, with a look at its cells before; the sheet of somebody else follows while they type', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [admin, owner] = [new SheetPage(await signedIn('admin')), new SheetPage(await signedIn('owner'))]
  const { page } = admin
  await admin.open(table.id, cycle.id)
  await owner.open(table.id, cycle.id)
  const [first, second] = [await owner.rowId(0), await owner.rowId(1)]

  await admin.chooseInColumnMenu('quantity', 'Type, unit, readers and history…')
  await expect(page.getByRole('heading', { level: 1, name: 'Quantity' })).toBeVisible()
  await page.getByRole('button', { name: 'Add a field' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a column' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Odometer')
  await dialog.getByRole('button', { name: 'Add column' }).click()
  await expect(dialog).toBeHidden()
  await expect(owner.header('odometer')).toBeVisible()
  await owner.type(first, 'odometer', '1.2 Mm')
  await owner.type(second, 'odometer', '1.250')
  await owner.cell(first, 'note').dblclick()
  await owner.page.keyboard.type('half a sen') // the editor stays open meanwhile

  const list = page.getByRole('navigation', { name: 'Fields of the table' })
  await list.getByRole('button', { name: /^Odometer/ }).click()
  await page.getByRole('combobox', { name: 'Holds' }).selectOption({ label: 'Numbers' })
  await page.getByRole('textbox', { name: 'Unit' }).fill('km')
  const impact = page.getByRole('complementary', { name: 'What this will do' })
  await expect(impact).toContainText('1.250')
  await expect(impact).toContainText('FY2024')
  await expect(impact).toContainText('Locked: keeps the field as it was')
  await page.getByRole('radio', { name: /a bit more than one/ }).check() // nothing in the column tells
  await expect(impact).toContainText('1.25')
  await page.getByRole('radio', { name: /more than a thousand/ }).check()
  await expect(impact.getByRole('row').filter({ hasText: '1.250' })).toContainText(/1\s250/)
  await page.getByRole('button', { name: 'Change the field' }).click()
  await expect(page.getByRole('status').filter({ hasText: '“Odometer” is changed' })).toBeVisible()
  await expect(owner.cell(second, 'odometer')).toHaveText(/^1\s250$/)
  await expect(owner.cell(first, 'odometer')).toHaveText('1.2 Mm') // no unit of ours: kept, and marked

  await page.getByRole('textbox', { name: 'Unit' }).fill('kg')
  await expect(impact.getByRole('alert')).toContainText('km does not convert to kg')
  await expect(page.getByRole('button', { name: 'Change the field' })).toBeDisabled()
  await page.getByRole('textbox', { name: 'Unit' }).fill('m')
  await expect(impact.getByRole('row').filter({ hasText: /1\s250\s000/ })).toBeVisible()
  await page.getByRole('button', { name: 'Change the field' }).click()
  await expect(owner.cell(second, 'odometer')).toHaveText(/^1\s250\s000$/)
  await expect(owner.page.getByRole('textbox', { name: 'Note' })).toHaveValue('half a sen')
  await owner.page.keyboard.press('Escape')
  const history = page.getByRole('region', { name: 'History of this field' })
  await expect(history).toContainText('changed what it holds')
  await expect(history).toContainText('Unit: km → m')
  await expect(history).toContainText('Holds: Text → Numbers')

  await list.getByRole('button', { name: /^Odometer/ }).press('Alt+ArrowUp')
  await expect(page.getByRole('status').filter({ hasText: 'has another place' })).toBeVisible()
  await expect(list.getByRole('button', { name: /^Odometer/ })).toBeFocused()
  await expect(
    list
      .getByRole('listitem')
      .filter({ hasText: /Odometer|Note/ })
      .first(),
  ).toContainText('Odometer')

  const rights = page.getByRole('form', { name: 'Who may' })
  await rights.getByRole('radio', { name: 'Only' }).first().check()
  await expect(rights).toContainText('No more seen by: data owners, auditors, viewers')
  await rights.getByRole('button', { name: 'Change who may' }).click()
  await expect(owner.header('odometer')).toBeHidden()
  await expect(history).toContainText('Read it: Everybody who reads the rows → administrators')

  // as it was, for the other flows on this sheet
  await page.getByRole('button', { name: 'Retire this column…' }).click()
  await page.getByRole('button', { name: 'Retire column' }).click()
  await expect(list.getByRole('button', { name: /^Odometer/ })).toBeHidden()
})

test('a formula is written with what is offered; who may not change fields reads what they are', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const page = await signedIn('admin')
  await page.goto(`/sheets/${table.id}/${cycle.id}/fields`)
  const list = page.getByRole('navigation', { name: 'Fields of the table' })
  await list.getByRole('button', { name: /^Emissions/ }).click()
  const formula = page.getByRole('combobox', { name: 'Formula' })
  const before = await formula.inputValue()
  await formula.press('End')
  await page.keyboard.type(' + quan')
  const offers = page.getByRole('listbox', { name: 'What can be written here' })
  await expect(offers.getByRole('option').first()).toContainText('quantity')
  await page.keyboard.press('Tab')
  await expect(formula).toHaveValue(`${before} + quantity`)
  await expect(
    page
      .getByRole('main')
      .getByText(/cannot be added/)
      .first(),
  ).toBeVisible()
  await expect(page.getByRole('button', { name: 'Change the field' })).toBeDisabled()
  await formula.fill(`${before} * 2`)
  const impact = page.getByRole('complementary', { name: 'What this will do' })
  await expect(impact).toContainText('Get another result')
  await expect(impact).toContainText('→')
  await expect(page.getByRole('button', { name: 'Change the field' })).toBeEnabled()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(formula).toHaveValue(before)

  const viewer = await signedIn('viewer')
  await viewer.goto(`/tables/${table.id}/schema`) // without a cycle: the newest open one
  await expect(viewer).toHaveURL(`/sheets/${table.id}/${cycle.id}/fields`)
  await viewer.getByRole('button', { name: /^Quantity/ }).click()
  await expect(viewer.getByRole('main')).toContainText('Name in formulas')
  await expect(viewer.getByRole('button', { name: 'Add a field' })).toBeHidden()
  await expect(viewer.getByRole('button', { name: /Move/ })).toBeHidden()
})

test('a sum with a condition and a look into another table are written as in Excel, explained, and follow what somebody else edits there', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Refrigerants', 'FY2025')
  const other = await workspace.sheetOf(...TABLE)
  const [admin, owner] = [new SheetPage(await signedIn('admin')), new SheetPage(await signedIn('owner'))]
  const { page } = admin
  await owner.open(other.table.id, other.cycle.id)
  const tank = await owner.rowId(0)
  const textOf = async (field: string): Promise<string> => (await owner.cell(tank, field).textContent()) ?? ''
  const [code, name] = [await textOf('code'), await textOf('name')]
  const before = await textOf('quantity')
  const amount = (text: string): number => Number(text.replaceAll(/\s/g, ''))

  await page.goto(`/sheets/${table.id}/${cycle.id}/fields`)
  const list = page.getByRole('navigation', { name: 'Fields of the table' })
  const add = async (title: string, source: string): Promise<void> => {
    await page.getByRole('button', { name: 'Add a field' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a column' })
    await dialog.getByRole('textbox', { name: 'Name' }).fill(title)
    await dialog.getByRole('combobox', { name: 'Holds' }).selectOption({ label: 'A formula' })
    await dialog.getByRole('combobox', { name: 'Formula' }).fill(source)
    await dialog.getByRole('button', { name: 'Add column' }).click()
    await expect(dialog).toBeHidden()
  }
  await page.getByRole('button', { name: 'Add a field' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a column' })
  await dialog.getByRole('combobox', { name: 'Holds' }).selectOption({ label: 'A formula' })
  const formula = dialog.getByRole('combobox', { name: 'Formula' })
  await formula.pressSequentially('sum_of(liquid_fuels.quan')
  const offers = page.getByRole('listbox', { name: 'What can be written here' })
  await expect(offers.getByRole('option').first()).toContainText('liquid_fuels.quantity')
  await page.keyboard.press('Tab')
  await expect(formula).toHaveValue('sum_of(liquid_fuels.quantity')
  await formula.fill('sum_of(liquid_fuels.quantity, liquid_fuels.quantity > this.code)')
  await expect(dialog.getByText(/Rows are compared with this row by == only/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Cancel' }).click()

  const ofCode = `liquid_fuels.code == "${code}"`
  await add('Fuel burned there', `sum_of(liquid_fuels.quantity, ${ofCode})`)
  await add('Generator', `lookup(liquid_fuels.name, ${ofCode} and liquid_fuels.quantity == ${amount(before)})`)
  await add('Site share', 'topped_up / sum_of(topped_up, site == this.site and topped_up >= 0)')

  await admin.open(table.id, cycle.id)
  await admin.show('site_share')
  const first = await admin.rowId(0)
  await expect(admin.cell(first, 'generator')).toHaveText(name)
  const sum = async (): Promise<number> => amount((await admin.cell(first, 'fuel_burned_there').textContent()) ?? '')
  await expect.poll(sum).toBeGreaterThan(0)
  const was = await sum()
  await owner.type(tank, 'quantity', '1000.5')
  await expect.poll(sum).toBeCloseTo(was - amount(before) + 1000.5, 1)
  await expect(admin.cell(first, 'generator')).not.toHaveText(name) // no row has that amount any more
  await owner.type(tank, 'quantity', String(amount(before)))
  await expect.poll(sum).toBeCloseTo(was, 1)

  await admin.cell(first, 'fuel_burned_there').click()
  await page.getByTestId('fx-bar').getByRole('button', { name: 'Explain' }).click()
  const rows = page.getByTestId('explain-rows')
  await expect(rows).toContainText(/\d rows? of Liquid fuels and LPG/)
  await expect(rows.getByRole('link', { name: /Liquid fuels and LPG, FY2025/ })).toHaveAttribute(
    'href',
    `/sheets/${other.table.id}/${other.cycle.id}`,
  )

  await page.goto(`/sheets/${table.id}/${cycle.id}/fields`)
  for (const column of [/^Fuel burned there/, /^Generator/, /^Site share/]) {
    await list.getByRole('button', { name: column }).first().click()
    await page.getByRole('button', { name: 'Retire this column…' }).click()
    await page.getByRole('button', { name: 'Retire column' }).click()
    await expect(list.getByRole('button', { name: column })).toHaveCount(0)
  }
})

test('a table made from nothing counts in the total of the cycle, as its preview said; an open sheet and an open dashboard follow', async ({
  signedIn,
  workspace,
}) => {
  const page = await signedIn('admin')
  const dashboard = await signedIn('auditor')
  const total = dashboard.getByTestId('cycle-total')
  await expect(total).not.toHaveText('')
  const [waste, cycle] = await Promise.all([workspace.admin.module('Waste'), workspace.admin.cycle('FY2025')])
  await page.goto(`/modules/${waste.id}?cycle=${cycle.id}`)
  await page.getByRole('button', { name: 'What to do with this module' }).click()
  await page.getByRole('menuitem', { name: 'New table' }).click()
  await page.getByTestId('new-table').getByRole('textbox', { name: 'Name' }).fill('Burned by hand')
  await page.getByTestId('new-table').getByRole('button', { name: 'Add table' }).click()
  const list = page.getByRole('navigation', { name: 'Fields of the table' })
  const fields: [name: string, type: string, label: string, text: string][] = [
    ['Yard', 'One of a list', 'Choices', 'Stoke\nNarvik'],
    ['Period', 'Months', '', ''],
    ['Streams', 'Text', '', ''],
    ['Burned', 'Numbers', 'Unit', 'kgCO2e'],
    ['Result', 'A formula', 'Formula', 'burned * 1000'],
  ]
  for (const [name, type, label, text] of fields) {
    await page.getByRole('button', { name: 'Add a field' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a column' })
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
    await dialog.getByRole('combobox', { name: 'Holds' }).selectOption({ label: type })
    if (label !== '') {
      await dialog.getByRole(type === 'A formula' ? 'combobox' : 'textbox', { name: label }).fill(text)
    }
    await dialog.getByRole('button', { name: 'Add column' }).click()
    await expect(dialog).toBeHidden()
  }
  const tableId = /sheets\/([^/]+)/.exec(page.url())![1]!
  const rows = [
    { values: { yard: 'narvik', period: '2025-03', burned: 5000, streams: 'Paper; wood' } },
    { values: { burned: 700, streams: 'Paper' } },
  ]
  await workspace.admin.request('POST', `tables/${tableId}/rows?cycle_id=${cycle.id}`, { rows })
  const sheet = new SheetPage(await signedIn('owner'))
  await sheet.open(tableId, cycle.id)
  await expect(sheet.grid.locator('.c-result')).toHaveCount(0)
  const before = (await total.textContent()) ?? ''

  await list.getByRole('button', { name: /^What the totals read/ }).click()
  await expect(page.getByRole('main')).toContainText('This table does not count in the totals yet')
  await page.getByRole('combobox', { name: 'Site of a row' }).selectOption({ label: 'Yard' })
  await page.getByRole('combobox', { name: 'Month of a row' }).selectOption({ label: 'Period' })
  await page.getByRole('combobox', { name: 'Result that counts' }).selectOption({ label: 'Result' })
  const impact = page.getByRole('complementary', { name: 'What this will do' })
  await expect(impact).toContainText(/Total of this table.*→\s*5[\s,.]?700 tCO₂e/)
  await expect(impact).toContainText('No other table has these sites: Narvik')
  await expect(impact).toContainText('Locked: keeps its totals.')
  const told = /Total of the cycle.*→\s*([\d\s,.]+?)\s*tCO₂e/.exec((await impact.textContent()) ?? '')?.[1] ?? ''
  await page.getByRole('button', { name: 'Change what counts' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'The totals follow' })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('This table counts in the totals')
  await expect(sheet.grid.locator('.c-result').first()).toBeVisible()
  await expect(total).not.toHaveText(before)
  const digits = (text: string): string => text.replaceAll(/\D/g, '')
  expect(digits((await total.textContent()) ?? '')).toContain(digits(told))

  await list.getByRole('button', { name: /^Result/ }).click()
  await expect(page.getByRole('region', { name: 'History of this field' })).toContainText(
    'Stands for: – → the result that counts in the totals',
  )

  // texts become several choices: what is left out of the proposed ones stays in its cells
  await list.getByRole('button', { name: /^Streams/ }).click()
  await page.getByRole('combobox', { name: 'Holds' }).selectOption({ label: 'Several of a list' })
  const choices = page.getByRole('textbox', { name: 'Choices' })
  await expect(choices).toHaveValue('Paper\nwood')
  await expect(impact.getByRole('row').filter({ hasText: 'Paper; wood' })).toContainText('Paper, wood')
  await choices.fill('Paper')
  await expect(impact).toContainText('Do not fit: kept as text and marked')
  await page.getByRole('button', { name: 'Change the field' }).click()
  await expect(page.getByRole('status').filter({ hasText: '“Streams” is changed' })).toBeVisible()
  const first = sheet.cell(await sheet.rowId(0), 'streams')
  await expect(first).toContainText('Paper')
  await expect(first).toContainText('wood')

  await page.goto(`/modules/${waste.id}?cycle=${cycle.id}`)
  await page.getByRole('button', { name: 'What to do with “Burned by hand”' }).click()
  await page.getByRole('menuitem', { name: 'Retire…' }).click()
  await page.getByTestId('retire-structure').getByRole('button', { name: 'Retire' }).click()
  await expect(page.getByRole('link', { name: 'Burned by hand' })).toHaveCount(0)
  await dashboard.reload()
  await expect(total).toHaveText(before)
})
