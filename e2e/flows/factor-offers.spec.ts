import { expect, test } from '../fixtures/test.ts'
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
