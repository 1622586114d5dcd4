import { connectAsync } from 'mqtt'
import { expect, test } from '../fixtures/test.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'

test('a meter sends by HTTP and MQTT, its months are seen with what is missing, and say why they wait', async ({
  signedIn,
}) => {
  const page = await signedIn('admin')
  const dialog = page.getByRole('dialog')
  await page.getByRole('link', { name: 'Meters', exact: true }).click()
  await page.getByRole('button', { name: 'New meter' }).click()
  await dialog.getByRole('button', { name: 'Keep' }).click()
  await expect(dialog.getByText('Enter a name.')).toBeVisible()
  await dialog.getByLabel('Name').fill('Main hall')
  await dialog.getByLabel('Unit').fill('MWh')
  await dialog.getByLabel('Sends a reading every').selectOption({ label: '31 days' })
  await dialog.getByLabel('Time zone').fill('UTC')
  expect(await seriousFindings(page, '[role="dialog"]')).toEqual([])
  await dialog.getByRole('button', { name: 'Keep' }).click()
  const secret = (await dialog.getByTestId('secret').textContent()) ?? ''
  expect(secret).toMatch(/^cbs_device_/)
  expect(await seriousFindings(page, '[role="dialog"]')).toEqual([])
  const curl = (await dialog.getByTestId('curl').textContent()) ?? ''
  const [, address = ''] = /curl (\S+)/.exec(curl) ?? []
  const told = async (name: string): Promise<string> =>
    (await dialog.locator('.how-line', { hasText: name }).locator('dd').textContent()) ?? ''
  const [broker, topic, username] = [await told('Address'), await told('Topic'), await told('User name')]
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  const row = page.getByRole('table', { name: 'Meters' }).locator('tr', { hasText: 'Main hall' })
  await expect(row).toContainText('Waits for its first reading')
  await expect(page.locator('body')).not.toContainText(secret)

  // long before any cycle of the company, so nothing of it is written
  const year = new Date().getFullYear() - 8
  const sent = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      readings: [
        { at: `${year}-01-01T00:00:00Z`, value: 100 },
        { at: `${year}-02-01T00:00:00Z`, value: 150.5 },
      ],
    }),
  })
  expect(sent.status).toBe(200)
  const client = await connectAsync(broker, { username, password: secret })
  await client.publishAsync(topic, JSON.stringify({ at: `${year}-04-10T00:00:00Z`, value: 180 }), { qos: 1 })
  await client.publishAsync(topic, 'nothing that can be read', { qos: 1 })
  await client.endAsync()
  await expect(row).toContainText('Refused')
  expect(await seriousFindings(page)).toEqual([])

  await row.getByRole('link', { name: 'Main hall' }).click()
  await expect(page.getByText('This is no JSON in UTF-8.')).toBeVisible()
  await page.getByRole('button', { name: 'New rule' }).click()
  await dialog.getByRole('button', { name: 'Keep the rule' }).click()
  await expect(dialog.getByText('Choose a table').last()).toBeVisible()
  await dialog.getByLabel('Table').selectOption({ label: 'Electricity bills' })
  await dialog.getByLabel('Column').selectOption({ index: 1 })
  await dialog.getByLabel('Site').selectOption({ index: 1 })
  await dialog.getByLabel('Rows that say').fill('Main hall')
  await dialog.getByLabel('From month').fill(`${year}-01`)
  expect(await seriousFindings(page, '[role="dialog"]')).toEqual([])
  await dialog.getByRole('button', { name: 'Keep the rule' }).click()
  const months = page.getByRole('table', { name: 'Months' })
  const january = months.locator('tr', { hasText: `Jan ${year}` })
  await expect(january).toContainText('50.500 MWh')
  await expect(january).toContainText('100')
  await expect(january).toContainText('No cycle has this month.')
  await expect(months.locator('tr', { hasText: `Mar ${year}` })).toContainText('1 gap')
  expect(await seriousFindings(page)).toEqual([])

  const rules = page.getByRole('list', { name: 'Where months are written' })
  await rules.getByRole('button', { name: 'Change' }).click()
  await dialog.getByLabel('From month').fill(`${year}-02`)
  await dialog.getByRole('button', { name: 'Keep the rule' }).click()
  await expect(rules).toContainText(`totals from Feb ${year} on`)
  await rules.getByRole('button', { name: 'Remove' }).click()
  await dialog.getByRole('button', { name: 'Remove the rule' }).click()
  await expect(page.getByText('Nowhere yet.')).toBeVisible()

  const choose = async (item: string): Promise<void> => {
    await page.getByRole('button', { name: 'Actions of Main hall' }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await choose('New credential…')
  await dialog.getByLabel('The old credential ends').selectOption({ label: 'Now' })
  await dialog.getByRole('button', { name: 'Give it a new credential' }).click()
  await expect(dialog.getByTestId('secret')).toHaveText(/^cbs_device_/)
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  await choose('Revoke…')
  await dialog.getByRole('button', { name: 'Revoke' }).click()
  await expect(page).toHaveURL(/\/admin\/meters$/)
  await expect(row).toHaveCount(0)
})
