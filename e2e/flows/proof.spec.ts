import { gunzipSync } from 'node:zlib'
import { readFile } from 'node:fs/promises'
import { expect, test } from '../fixtures/test.ts'

test('an auditor has a locked cycle computed anew, takes its pack with the seal that the page shows, and others see the seal only', async ({
  signedIn,
  workspace,
}) => {
  const admin = await workspace.as('admin')
  const cycle = await admin.cycle('FY2024')
  const page = await signedIn('auditor')
  await page.goto(`/cycles?cycle=${cycle.id}`)
  const seal = page.getByTestId('seal')
  await expect(seal).toHaveText(/^[0-9a-f]{64}$/)

  await page.getByRole('button', { name: 'Verify now' }).click()
  await expect(page.getByText(/Equal, to the last bit: [\d\s,]+ rows/)).toBeVisible()

  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download the pack' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('FY2024.carbonsheet.tar.gz')
  const archive = gunzipSync(await readFile(await download.path())).toString('latin1')
  expect(archive).toContain(await seal.innerText())

  const viewer = await signedIn('viewer')
  await viewer.goto(`/cycles?cycle=${cycle.id}`)
  await expect(viewer.getByTestId('seal')).toHaveText(await seal.innerText())
  await expect(viewer.getByText('it is for administrators and auditors of the project')).toBeVisible()
  await expect(viewer.getByRole('button', { name: 'Download the pack' })).toHaveCount(0)
})
