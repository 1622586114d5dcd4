import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'
import type { Workspace } from '../fixtures/workspace.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'

interface Made {
  id: string
}

async function send<Reply>(as: Workspace, method: string, path: string, body?: unknown): Promise<Reply> {
  const response = await as.request(method, path, body)
  expect([path, response.status]).toEqual([path, response.status === 204 ? 204 : 200])
  return (response.status === 204 ? null : await response.json()) as Reply
}

test('a newer version of a factor is offered for the cells that name the older one, and taken', async ({
  signedIn,
  workspace,
}) => {
  const owner = await workspace.as('owner')
  const approve = async ({ id }: Made): Promise<Made> => {
    await send(owner, 'POST', `factors/${id}/status`, { status: 'submitted' })
    return send(workspace.admin, 'POST', `factors/${id}/status`, { status: 'approved' })
  }
  const source = { publisher: 'Northgate laboratory', url: 'https://northgate.example', justification: 'Measured.' }
  const figures = { name: 'Kiln repairs, own', unit: 'USD@2022', gases: { CO2: 0.4 }, geography: 'GB', data_year: 2025 }
  const first = await approve(await send<Made>(owner, 'POST', 'factors', { ...figures, ...source }))
  const { table, cycle } = await workspace.sheetOf('Purchased goods and services', 'FY2025', 'One-off purchases')
  const rows = `tables/${table.id}/rows`
  const { accepted } = await send<{ accepted: Made[] }>(workspace.admin, 'POST', `${rows}?cycle_id=${cycle.id}`, {
    rows: [{ values: { name: 'Kiln lining', factor: first.id, spend: 10_000 } }],
  })
  const draft = await send<Made>(owner, 'POST', `factors/${first.id}/versions`)
  await send(owner, 'PATCH', `factors/${draft.id}`, { gases: { CO2: 0.3 } })
  await approve(draft)

  const page = await signedIn('admin')
  await page.goto('/factors')
  await page.getByRole('button', { name: 'Newer factors' }).click()
  const dialog = page.getByRole('dialog', { name: /^Newer factors for / })
  const offer = dialog.getByRole('row', { name: /Kiln repairs, own/ })
  await expect(offer).toContainText(/Newer version.*1.*4\.000.*3\.000.*−1\.000/)
  expect(await seriousFindings(page, '[role="dialog"]')).toEqual([])
  await offer.getByRole('checkbox').check()
  await expect(dialog.getByText('Chosen: 1. The total changes by −1.000 tCO₂e.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Take the chosen' }).click()
  await expect(dialog.getByRole('status')).toHaveText('Rows that name the newer factor now: 1.')
  await expect(offer).toHaveCount(0)
  await send(workspace.admin, 'DELETE', `${rows}/${accepted[0]!.id}?cycle_id=${cycle.id}`)
})

test('choices of a column are offered the factors of a new year, and mean them once they are taken', async ({
  signedIn,
  workspace,
}) => {
  const { admin } = workspace
  const { data: projects } = await admin.get<{ data: Made[] }>('projects')
  const ofProject = `projects/${projects[0]!.id}`
  const year = { starts_on: '2026-01-01', ends_on: '2026-12-31', gwp_set: 'AR5', factor_year: 2026 }
  const cycle = await send<Made>(admin, 'POST', `${ofProject}/cycles`, { name: 'Year of offers', ...year })
  const module = await send<Made>(admin, 'POST', `${ofProject}/modules`, { name: 'Offered fuels', scope: 1 })
  const template = { template_id: 'builtin:stationary_combustion', name: 'Boilers on offer' }
  const table = await send<Made>(admin, 'POST', `modules/${module.id}/tables/from_template`, template)
  const rows = `tables/${table.id}/rows?cycle_id=${cycle.id}`
  const gas = { values: { month: '2026-01', fuel: 'natural_gas', energy: 100_000 } }
  const written = await send<{ accepted: Made[] }>(admin, 'POST', rows, { rows: [gas] })
  expect(written.accepted).toHaveLength(1)

  const page = await signedIn('admin')
  await page.goto(`/factors?cycle=${cycle.id}`)
  await page.getByRole('button', { name: 'Newer factors' }).click()
  const dialog = page.getByRole('dialog', { name: 'Newer factors for Year of offers' })
  const offer = dialog.getByRole('row', { name: /Choices of “Fuel” in Boilers on offer: Natural gas \(DESNZ\)/ })
  await expect(offer).toContainText(/DESNZ 2025 → DESNZ 2026/)
  await expect(offer).toContainText(/Newer edition.*18\.30.*18\.23.*−0\.0650/)
  expect(await seriousFindings(page, '[role="dialog"]')).toEqual([])
  await offer.getByRole('checkbox').check()
  await dialog.getByRole('button', { name: 'Take the chosen' }).click()
  await expect(dialog.getByRole('status')).toHaveText('Choices that mean the newer factor now: 1.')
  await expect(offer).toHaveCount(0)
  await page.goto(`/sheets/${table.id}/${cycle.id}`)
  const result = new SheetPage(page).cell(written.accepted[0]!.id, 'co2e')
  await expect(result).toHaveText(/^18\.23/)
  await send(admin, 'DELETE', `tables/${table.id}/rows/${written.accepted[0]!.id}?cycle_id=${cycle.id}`)
  await send(admin, 'DELETE', `modules/${module.id}`)
  await send(admin, 'DELETE', `cycles/${cycle.id}`)
})
