import { expect, test } from '../fixtures/test.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'

test('a factor of the company is drafted, submitted with its evidence, approved by somebody else, and retired', async ({
  signedIn,
}) => {
  const author = await signedIn('owner')
  await author.goto('/factors')
  await author.getByRole('button', { name: 'New factor' }).click()
  const form = author.getByRole('dialog', { name: 'New factor' })
  await form.getByRole('button', { name: 'Save the draft' }).click()
  for (const wrong of ['Give it a name.', 'Name who published or measured it.']) {
    await expect(form.getByText(wrong)).toBeVisible()
  }
  await expect(form.getByLabel('Name')).toBeFocused() // the first that is wrong
  expect(await seriousFindings(author, '[role="dialog"]')).toEqual([])
  await form.getByLabel('Name').fill('Kiln gas of Stoke')
  await form.getByLabel('Per', { exact: true }).fill('kWh(HHV)')
  await form.getByLabel('Place').fill('GB')
  await form.getByLabel('CO₂', { exact: true }).fill('0.2 kg')
  await form.getByLabel('Year of the data').fill('2025')
  await form.getByLabel('Publisher').fill('Northgate laboratory')
  await form.getByLabel('Justification').fill('Measured: our gas is mixed with biogas.')
  await form.getByRole('button', { name: 'Save the draft' }).click()
  await expect(form.getByText('A number, such as 0.1825.')).toBeVisible()
  await form.getByLabel('CO₂', { exact: true }).fill('0,15')
  await form.getByRole('button', { name: 'Save the draft' }).click()
  await expect(form).toBeHidden()

  const detail = (page: typeof author) => page.getByRole('complementary', { name: 'Factor' })
  await expect(detail(author)).toContainText(/0\.15.*Draft.*Nothing is computed with it until it is approved/)
  const step = async (page: typeof author, name: string): Promise<void> => {
    await detail(page).getByRole('button', { name, exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
  }
  await step(author, 'Submit for approval')
  const dialog = author.getByRole('dialog')
  await expect(dialog.getByText('Attach the file that it is from, or give its address.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  const [chooser] = await Promise.all([
    author.waitForEvent('filechooser'),
    detail(author).getByRole('button', { name: 'Attach a file' }).click(),
  ])
  await chooser.setFiles({ name: 'kiln-gas.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })
  await expect(detail(author).getByRole('button', { name: 'kiln-gas.pdf' })).toBeVisible()
  await step(author, 'Submit for approval')
  await expect(detail(author)).toContainText('Waiting for approval')
  await expect(detail(author).getByRole('button', { name: 'Approve' })).toHaveCount(0)

  const admin = await signedIn('admin')
  await admin.goto(author.url())
  await step(admin, 'Approve')
  await expect(detail(admin)).toContainText(/Drafted by.*Evidence attached by.*Submitted by.*Approved by/)
  expect(await seriousFindings(admin)).toEqual([])
  await admin.getByRole('searchbox', { name: 'Search factors' }).fill('kiln gas')
  await expect(admin.locator('.fac-table tbody tr').first()).toContainText(/Kiln gas of Stoke.*Custom/)

  await step(admin, 'Retire')
  await expect(admin.getByRole('dialog').getByText('Say why it must not be used any more.')).toBeVisible()
  await admin.getByRole('dialog').getByLabel('Reason').fill('Measured again.')
  await admin.getByRole('dialog').getByRole('button', { name: 'Retire', exact: true }).click()
  await expect(detail(admin)).toContainText(/Retired.*Retired by.*Measured again\./)
})
