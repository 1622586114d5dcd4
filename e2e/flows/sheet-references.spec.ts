import { expect, test } from '../fixtures/test.ts'
import type { Workspace } from '../fixtures/workspace.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const SHEET = ['Refrigerants', 'FY2025', 'Refrigerant top-ups'] as const
const OTHER = ['Mobile combustion', 'FY2025', 'Fuel of company vehicles'] as const

/** Rows of the table that is pointed at, by name. */
async function addRows(admin: Workspace, path: string, names: readonly string[]): Promise<string[]> {
  const rows = names.map((name, i) => ({ values: { name, code: `X-${i}` } }))
  const reply = await admin.request('POST', path, { rows })
  const { accepted } = (await reply.json()) as { accepted: { id: string }[] }
  return accepted.map(({ id }) => id)
}

async function addColumn(sheet: SheetPage, behind: string, name: string, holds: string): Promise<void> {
  await sheet.chooseInColumnMenu(behind, 'Add a column here…')
  const dialog = sheet.page.getByRole('dialog', { name: 'Add a column' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('combobox', { name: 'Holds' }).selectOption({ label: holds })
}

async function submitColumn({ page }: SheetPage): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Add a column' })
  await dialog.getByRole('button', { name: 'Add column' }).click()
  await expect(dialog).toBeHidden()
}

async function retire(sheet: SheetPage, column: string): Promise<void> {
  await sheet.chooseInColumnMenu(column, 'Retire this column…')
  await sheet.page.getByRole('button', { name: 'Retire column' }).click()
  await expect(sheet.header(column)).toBeHidden()
}

/** What the selection puts on the clipboard. */
const copied = ({ page }: SheetPage): Promise<{ text: string; html: string }> =>
  page.evaluate(() => {
    const clipboardData = new DataTransfer()
    const target = document.activeElement ?? document.body
    target.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }))
    return { text: clipboardData.getData('text/plain'), html: clipboardData.getData('text/html') }
  })

test('a cell points at a row of another table: chosen, pasted, renamed, deleted; a hidden name stays hidden', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...SHEET)
  const { table: other } = await workspace.sheetOf(...OTHER)
  const path = `tables/${other.id}/rows?cycle_id=${cycle.id}`
  const [crane, second] = await addRows(workspace.admin, path, ['Crane 77', 'Crane 78'])
  const [admin, viewer] = [new SheetPage(await signedIn('admin')), new SheetPage(await signedIn('viewer'))]
  await admin.open(table.id, cycle.id)
  await viewer.open(table.id, cycle.id)
  const [first, next, third] = [await admin.rowId(0), await admin.rowId(1), await admin.rowId(2)]

  await addColumn(admin, 'gas', 'Moved by', 'Rows of another table')
  const dialog = admin.page.getByRole('dialog', { name: 'Add a column' })
  await dialog.getByRole('button', { name: 'Add column' }).click()
  await expect(dialog).toContainText('Choose the table that it points at')
  await dialog.getByRole('combobox', { name: 'Table' }).selectOption({ label: OTHER[2] })
  await dialog.getByRole('combobox', { name: 'Show its column' }).selectOption({ label: 'Name' })
  await submitColumn(admin)
  await expect(viewer.header('moved_by')).toBeVisible()

  await admin.cell(first, 'moved_by').click()
  await admin.page.keyboard.type('crane')
  await expect(admin.page.getByRole('option')).toHaveText([/Crane 77.*X-0/, /Crane 78.*X-1/])
  await admin.page.keyboard.press('Enter')
  for (const sheet of [admin, viewer]) {
    await expect(sheet.cell(first, 'moved_by')).toHaveText('Crane 77')
  }
  await admin.type(next, 'moved_by', 'CRANE  78')
  await expect(viewer.cell(next, 'moved_by')).toHaveText('Crane 78')

  await admin.cell(first, 'moved_by').click()
  const block = await copied(admin)
  expect(block.text).toBe('Crane 77')
  expect(block.html).toContain(`data-carbonsheet-id="${crane}"`)
  const renamed = { rows: [{ id: crane, values: { name: 'Crane 79' } }] }
  await workspace.admin.request('POST', path, renamed)
  await addRows(workspace.admin, path, ['Crane 77', 'Crane 77'])
  for (const sheet of [admin, viewer]) {
    await expect(sheet.cell(first, 'moved_by')).toHaveText('Crane 79')
  }
  await admin.cell(third, 'moved_by').click()
  await admin.paste(block)
  await expect(viewer.cell(third, 'moved_by')).toHaveText('Crane 79')
  await admin.paste({ text: 'crane 78' })
  await expect(viewer.cell(third, 'moved_by')).toHaveText('Crane 78')
  await admin.paste({ text: 'Crane 77' })
  await expect(admin.cell(third, 'moved_by')).toHaveClass(/c-err/)
  await expect(admin.cell(third, 'moved_by')).toHaveAttribute('aria-description', /More than one/)
  await admin.paste({ text: 'No such thing' })
  await expect(admin.cell(third, 'moved_by')).toHaveAttribute('aria-description', /Nothing is called “No such thing”/)
  await expect(viewer.cell(third, 'moved_by')).toHaveText('No such thing')

  await workspace.admin.request('DELETE', `tables/${other.id}/rows/${second}?cycle_id=${cycle.id}`)
  await expect(viewer.cell(next, 'moved_by')).toHaveText('the row is gone')
  await expect(viewer.cell(next, 'moved_by')).toHaveAttribute('aria-invalid', 'true')

  const fields = `tables/${other.id}/fields`
  const plate = await workspace.admin.request('POST', fields, { name: 'Plate', type: 'text' })
  const { id: plateId } = (await plate.json()) as { id: string }
  await workspace.admin.request('PATCH', `${fields}/${plateId}`, { readers: ['admin'] })
  await workspace.admin.request('POST', path, { rows: [{ id: crane, values: { plate: 'SECRET-7' } }] })
  await addColumn(admin, 'moved_by', 'Plate of', 'Rows of another table')
  await dialog.getByRole('combobox', { name: 'Table' }).selectOption({ label: OTHER[2] })
  await dialog.getByRole('combobox', { name: 'Show its column' }).selectOption({ label: 'Plate' })
  await submitColumn(admin)
  await admin.type(first, 'plate_of', 'secret-7')
  await expect(admin.cell(first, 'plate_of')).toHaveText('SECRET-7')
  await expect(viewer.cell(first, 'plate_of')).toHaveText('hidden')

  // as it was, for the other flows
  await retire(admin, 'plate_of')
  await retire(admin, 'moved_by')
  await workspace.admin.request('DELETE', `${fields}/${plateId}`)
  const { data } = await workspace.admin.get<{ data: { id: string; values: { name: string } }[] }>(
    `${path}&sort=-updated_at&limit=10`,
  )
  for (const { id } of data.filter(({ values }) => values.name?.startsWith('Crane'))) {
    await workspace.admin.request('DELETE', `tables/${other.id}/rows/${id}?cycle_id=${cycle.id}`)
  }
})

test('a colleague and a factor are chosen by name; rows are sorted and filtered by who is in charge', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...SHEET)
  const sheet = new SheetPage(await signedIn('admin'))
  const people = await workspace.admin.get<{ data: { id: string; name: string; email: string }[] }>('users?limit=100')
  const named = (start: string): { name: string; email: string } =>
    people.data.find(({ email }) => email.startsWith(start))!
  const [one, two] = [named('auditor@'), named('owner@')].toSorted((a, b) => (a.name < b.name ? -1 : 1)) as [
    ReturnType<typeof named>,
    ReturnType<typeof named>,
  ]
  await sheet.open(table.id, cycle.id)
  const [first, next] = [await sheet.rowId(0), await sheet.rowId(1)]
  await addColumn(sheet, 'gas', 'In charge', 'People')
  await submitColumn(sheet)
  await expect(sheet.header('in_charge')).toBeVisible()

  await sheet.cell(first, 'in_charge').click()
  await sheet.page.keyboard.type(two.email)
  await expect(sheet.page.getByRole('option', { name: two.name })).toBeVisible()
  await sheet.page.keyboard.press('Enter')
  await expect(sheet.cell(first, 'in_charge')).toContainText(two.name)
  await expect(sheet.cell(first, 'in_charge').locator('.avatar')).toBeVisible()
  await sheet.cell(next, 'in_charge').click()
  await sheet.paste({ text: one.name.toUpperCase() })
  await expect(sheet.cell(next, 'in_charge')).toContainText(one.name)
  await sheet.chooseInColumnMenu('in_charge', 'Sort ascending')
  const names = async (): Promise<string[]> =>
    (await sheet.column('in_charge', 3)).map((text) => text.replace(/^[A-Z]{2}(?=[A-Z][a-z])/, '')) // the initials
  await expect.poll(names).toEqual([one.name, two.name, ''])

  await sheet.cell(next, 'in_charge').click()
  await sheet.paste({ text: 'admin@demo.example' })
  await sheet.chooseInColumnMenu('in_charge', 'Filter…')
  await sheet.page.getByRole('button', { name: 'Only mine' }).click()
  await expect(sheet.grid.locator('.ag-row[row-id]:not([row-id="total"])').getByText('Priya Nair')).toHaveCount(1)
  await expect(sheet.page.getByText('In charge: me')).toBeVisible()
  await expect(sheet.cell(first, 'in_charge')).toBeHidden()
  await sheet.page.reload()
  await sheet.ready()
  await expect(sheet.cell(next, 'in_charge')).toContainText('Priya Nair')
  await sheet.chooseInColumnMenu('in_charge', 'Filter…')
  await sheet.page.getByRole('button', { name: 'Clear filter' }).click()
  await expect(sheet.cell(first, 'in_charge')).toBeVisible()

  await addColumn(sheet, 'in_charge', 'Special factor', 'Emission factors')
  await sheet.page.getByRole('textbox', { name: 'Factors per' }).fill('m3')
  await submitColumn(sheet)
  await expect(sheet.header('special_factor')).toBeVisible()
  await sheet.cell(first, 'special_factor').click()
  await sheet.page.keyboard.type('diesel 2025')
  const option = sheet.page.getByRole('option').first()
  await expect(option).toHaveText(/diesel.*2025.* kg .* per /i)
  await sheet.page.keyboard.press('Enter')
  await expect(sheet.cell(first, 'special_factor')).toHaveText(/diesel.*2025$/i)
  await sheet.cell(first, 'special_factor').click()
  await sheet.page.getByTestId('fx-bar').getByRole('button', { name: 'Explain' }).click()
  await expect(sheet.page.getByTestId('explain')).toContainText(/ kg .* per .*Publisher/)

  await sheet.page.getByTestId('explain').getByRole('button', { name: 'Close' }).click()
  await addColumn(sheet, 'special_factor', 'Burnt', 'A formula')
  await sheet.page.getByRole('combobox', { name: 'Formula' }).fill('convert(2, "L") * factor(special_factor, "CO2e")')
  await sheet.page.getByRole('textbox', { name: 'Unit' }).fill('kgCO2e')
  await submitColumn(sheet)
  await expect(sheet.cell(next, 'burnt')).toBeVisible()
  await expect(sheet.cell(next, 'burnt')).not.toHaveText(/\d/)
  // two litres of diesel, of which a cubic metre is what the publication prints per litre times 1,000
  await expect.poll(async () => Number(await sheet.cell(first, 'burnt').innerText())).toBeGreaterThan(4.8)
  expect(Number(await sheet.cell(first, 'burnt').innerText())).toBeLessThan(5.5)
  await sheet.cell(first, 'burnt').click()
  await sheet.page.getByTestId('fx-bar').getByRole('button', { name: 'Explain' }).click()
  await expect(sheet.page.getByTestId('explain')).toContainText(/10\.21 kg CO₂ per gal.*5\.394.*Publisher/)
  await sheet.page.getByTestId('explain').getByRole('button', { name: 'Close' }).click()
  await sheet.page.reload()
  await sheet.ready()
  await expect(sheet.cell(first, 'burnt')).toHaveText(/^[45]\.\d+$/)

  await retire(sheet, 'burnt')
  await retire(sheet, 'special_factor')
  await retire(sheet, 'in_charge')
})
