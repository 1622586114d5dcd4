import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '../fixtures/test.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'

/** Somebody who is called: keeps the bodies. */
async function receive(): Promise<{ url: string; bodies: string[]; server: Server }> {
  const bodies: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      bodies.push(body)
      response.end('thank you')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, bodies, server }
}

test('a service account comes in by a key, a webhook is told of it, and both end', async ({
  signedIn,
  workspace,
  baseURL,
}) => {
  const { table, cycle } = await workspace.sheetOf('Business travel', 'FY2025')
  const receiver = await receive()
  const page = await signedIn('admin')
  const dialog = page.getByRole('dialog')

  await page.getByRole('link', { name: 'API keys' }).click()
  await page.getByRole('button', { name: 'New service account' }).click()
  await dialog.getByLabel('Name').fill('Travel import')
  await dialog.getByLabel('Where').selectOption({ label: 'Business travel' })
  await dialog.getByRole('button', { name: 'Add it' }).click()
  await expect(page.getByRole('list', { name: 'Service accounts' })).toContainText('Travel import')
  await page.getByRole('button', { name: 'New key' }).click()
  await dialog.getByRole('button', { name: 'Make the key' }).click()
  await expect(dialog.getByText('Choose at least one thing that it may do.')).toBeVisible()
  await dialog.getByLabel('Name').fill('Nightly')
  await dialog.getByLabel('Acts for').selectOption({ label: 'Travel import' })
  await dialog.getByRole('combobox', { name: 'Rows, history, files, exports' }).selectOption('Read and write')
  expect(await seriousFindings(page, '[role="dialog"]')).toEqual([])
  await dialog.getByRole('button', { name: 'Make the key' }).click()
  const secret = await dialog.getByTestId('secret').textContent()
  expect(secret).toMatch(/^cbs_live_[0-9A-Za-z]{71}$/)
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  const row = page.getByRole('table', { name: 'API keys' }).locator('tr', { hasText: 'Nightly' })
  await expect(row).toContainText('acts for Travel import (service account)')
  await expect(row).toContainText('rows:write')
  await expect(page.locator('body')).not.toContainText(secret ?? 'none')

  await page.getByRole('link', { name: 'Webhooks' }).click()
  await page.getByRole('button', { name: 'New webhook' }).click()
  await dialog.getByLabel('Name').fill('Warehouse')
  await dialog.getByLabel('Address').fill('warehouse')
  await dialog.getByRole('checkbox', { name: 'Rows changed' }).check()
  await dialog.getByRole('button', { name: 'Keep' }).click()
  await expect(dialog.getByText('Write the whole address, beginning with https://.')).toBeVisible()
  await dialog.getByLabel('Address').fill(receiver.url)
  expect(await seriousFindings(page, '[role="dialog"]')).toEqual([])
  await dialog.getByRole('button', { name: 'Keep' }).click()
  await expect(dialog.getByTestId('secret')).toHaveText(/^whsec_/)
  await dialog.getByRole('button', { name: 'I have copied it' }).click()

  const asProgram = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${baseURL}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const rows = `/tables/${table.id}/rows?cycle_id=${cycle.id}`
  const written = await asProgram('POST', rows, { rows: [{ values: {} }] })
  expect(written.status).toBe(200)
  const { accepted } = (await written.json()) as { accepted: { id: string }[] }
  await expect.poll(() => receiver.bodies.map((body) => JSON.parse(body).data.cycle_id)).toEqual([cycle.id])
  expect((await asProgram('GET', `/cycles/${cycle.id}`)).status).toBe(403)
  await asProgram('DELETE', `/tables/${table.id}/rows/${accepted[0]!.id}?cycle_id=${cycle.id}`)

  const choose = async (name: string, item: string): Promise<void> => {
    await page.getByRole('button', { name: `Actions of ${name}` }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await choose('Warehouse', 'Calls…')
  await expect(dialog.getByText('Rows changed').first()).toBeVisible()
  await expect(dialog.getByText(/Answered 200/).first()).toBeVisible()
  expect(await seriousFindings(page, '[role="dialog"]')).toEqual([])
  await dialog.getByRole('button', { name: 'Send again' }).last().click()
  await expect.poll(() => new Set(receiver.bodies).size < receiver.bodies.length).toBe(true)
  await page.keyboard.press('Escape')
  expect(await seriousFindings(page)).toEqual([])
  await choose('Warehouse', 'Delete…')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('Warehouse was deleted.')).toBeVisible()
  receiver.server.close()

  await page.getByRole('link', { name: 'API keys' }).click()
  await expect(row).toContainText('from 127.0.0.1')
  expect(await seriousFindings(page)).toEqual([])
  await choose('Nightly', 'Revoke…')
  await dialog.getByRole('button', { name: 'Revoke the key' }).click()
  await expect(page.getByText('Nightly was revoked.')).toBeVisible()
  expect((await asProgram('GET', '/me')).status).toBe(401)
  await page.getByRole('button', { name: 'Remove Travel import' }).click()
  await dialog.getByRole('button', { name: 'Remove it' }).click()
  await expect(page.getByText('Travel import was removed with its keys.')).toBeVisible()
})
