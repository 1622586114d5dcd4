import { expect, test } from '../fixtures/test.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Purchased goods and services', 'FY2025', 'One-off purchases'] as const

test('a result by a factor of CO2 alone says that it is at least so much, in the sheet, in its explanation and in the total', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const owner = await workspace.as('owner')
  const send = async <Reply>(by: typeof owner, path: string, body: object): Promise<Reply> => {
    const response = await by.request('POST', path, body)
    expect(response.status).toBe(200)
    return (await response.json()) as Reply
  }
  const factor = await send<{ id: string }>(owner, 'factors', {
    name: 'Kiln hire',
    unit: 'USD@2022',
    gases: { CO2: 2 },
    geography: 'GB',
    data_year: 2025,
    publisher: 'Kiln makers',
    title: 'Statement',
    reference: 'p. 1',
    url: 'https://kilns.example/statement.pdf',
    justification: 'The maker states the CO2 of its burners.',
  })
  await send(owner, `factors/${factor.id}/status`, { status: 'submitted', reason: '' })
  await send(workspace.admin, `factors/${factor.id}/status`, { status: 'approved', reason: '' })
  const rows = `tables/${table.id}/rows?cycle_id=${cycle.id}`
  const values = { code: 'KH-1', name: 'Kiln hire', site: 'stoke', month: '2025-04', factor: factor.id, spend: 50_000 }
  const { accepted } = await send<{ accepted: { id: string }[] }>(workspace.admin, rows, { rows: [{ values }] })
  const row = accepted[0]!.id

  const page = await signedIn('owner')
  const sheet = new SheetPage(page)
  await page.goto(`/sheets/${table.id}/${cycle.id}?row=${row}`)
  await sheet.ready()
  const cell = sheet.cell(row, 'co2e')
  await expect(cell).toHaveClass(/c-partial/)
  await expect(cell).toHaveAttribute(
    'aria-description',
    /At least this much\. .* so CH₄, N₂O of this activity is not known/,
  )
  await cell.click()
  await page.getByRole('button', { name: 'Explain', exact: true }).first().click()
  const panel = page.getByTestId('explain')
  await expect(panel.getByTestId('explain-partial')).toContainText('CH₄, N₂O of this activity is not known')
  await expect(panel).toContainText('It gives CO₂ only')
  expect(await seriousFindings(page, '[data-testid="explain"]')).toEqual([])

  const viewer = await signedIn('viewer')
  await viewer.goto(`/?cycle=${cycle.id}`)
  const note = viewer.getByTestId('partial')
  await expect(note).toContainText('Partial: CH₄, N₂O not known')
  await note.getByRole('link').click()
  await expect(viewer.getByRole('dialog')).toContainText('Gases not known')
  await expect(viewer.getByTestId('behind-rows').getByRole('listitem').first()).toBeVisible()
  const { data } = await workspace.admin.get<{ data: { row_id: string; amount_kg: number }[] }>(
    `cycles/${cycle.id}/emissions/rows?part=partial&table_id=${table.id}`,
  )
  expect(data).toMatchObject([{ row_id: row, amount_kg: 100_000 }])
  expect(await seriousFindings(viewer)).toEqual([])

  await viewer.goto('/factors')
  await viewer.getByRole('searchbox', { name: 'Search factors' }).fill('diesel fuel')
  await expect(viewer.locator('.fac-table tbody tr').filter({ hasText: 'CO₂ only' }).first()).toBeVisible()

  const deleted = await workspace.admin.request('DELETE', rows.replace('/rows?', `/rows/${row}?`))
  expect(deleted.ok).toBe(true)
})
