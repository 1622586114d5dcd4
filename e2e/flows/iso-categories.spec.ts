import { expect, test } from '../fixtures/test.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'

test('the total is shown by ISO 14064-1 categories, and an administrator moves a module to another one', async ({
  signedIn,
  workspace,
}) => {
  const travel = await workspace.admin.module('Business travel')
  const viewer = await signedIn('viewer')
  await viewer.getByText('ISO 14064-1 categories').click()
  const categories = viewer.getByTestId('iso-categories')
  await expect(categories.locator('.iso-row')).toHaveText([
    /^1 · Direct emissions.*Stationary combustion/,
    /^2 · Imported energy.*Purchased electricity/,
    /^3 · Transportation.*Business travel/,
    /^4 · Products used by the organisation.*Purchased goods and services/,
    /^5 · Use of products from the organisation/,
    /^6 · Other sources/,
  ])
  expect(await seriousFindings(viewer)).toEqual([])

  const admin = await signedIn('admin')
  await admin.goto(`/modules/${travel.id}`)
  const choose = async (option: string): Promise<void> => {
    await admin.getByRole('button', { name: 'What to do with this module' }).click()
    await admin.getByRole('menuitem', { name: 'ISO 14064-1 category…' }).click()
    const dialog = admin.getByTestId('iso-dialog').getByRole('dialog')
    await dialog.getByLabel('Category', { exact: true }).selectOption({ label: option })
    expect(await seriousFindings(admin, '[role="dialog"]')).toEqual([])
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog).toBeHidden()
  }
  await choose('6 · Other sources')
  await viewer.reload()
  await viewer.getByText('ISO 14064-1 categories').click()
  await expect(categories.locator('.iso-row').nth(5)).toContainText('Business travel')
  await choose('As its scope says: 3.5 · Business travel')
  await viewer.reload()
  await viewer.getByText('ISO 14064-1 categories').click()
  await expect(categories.locator('.iso-row').nth(2)).toContainText('Business travel')
})
