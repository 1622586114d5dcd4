import { expect, test } from '../fixtures/test.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'

const TABLE = `Factors of our suppliers
Material;Unit;kg CO2e;Region
Slip clay;t;182,5;GB
Glaze frit;t;2.100;GB
Kiln shelf;t;about 900;GB
Tunnel car;t;1,234;GB
`
const MIXES = `2024 Green-e Residual Mix Emissions Rates (2022 Data)
eGRID Subregion,eGRID Subregion Name,Residual Mix Emissions Rate (lb CO2e/MWh)
CAMX,WECC California,520.5
RFCW,RFC West,
`

test('a table is brought, its columns seen, its bad rows told, and another person approves what was taken in', async ({
  signedIn,
}) => {
  const author = await signedIn('owner')
  await author.goto('/factors')
  await author.getByRole('link', { name: 'Sets' }).click()
  await expect(author.getByRole('heading', { name: 'Sets of factors' })).toBeVisible()
  const bring = async (name: string, text: string): Promise<void> => {
    const [chooser] = await Promise.all([
      author.waitForEvent('filechooser'),
      author.getByRole('button', { name: 'Bring a set' }).click(),
    ])
    await chooser.setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  }
  await bring('no-table.xlsx', 'a,b')
  await expect(author.getByRole('alert')).toContainText('is called a workbook, and is none')

  await bring('clay.csv', TABLE)
  const set = author.getByRole('region', { name: 'clay.csv' })
  await expect(set.getByRole('combobox', { name: 'Layout' })).toHaveValue('table')
  await expect(set.getByLabel('Row of headings')).toHaveValue('2')
  await expect(set.getByRole('combobox', { name: 'CO₂e', exact: true })).toHaveValue('3')
  await expect(set.getByText('Slip clay')).toBeVisible()
  await set.getByLabel('Publisher').fill('Clay works')
  await set.getByLabel('Title').fill('Materials of our suppliers')
  await set.getByLabel('Edition').fill('2025')
  await set.getByRole('textbox', { name: 'Year' }).fill('2025')
  await set.getByRole('combobox', { name: 'GWP set of CO₂e' }).selectOption('AR6')
  await set.getByRole('button', { name: 'Save and preview' }).click()

  const named = author.getByRole('region', { name: 'Materials of our suppliers' })
  await expect(named.getByText('A text stands where a number belongs.')).toBeVisible()
  const ambiguous = named.getByText('Rows without a factor: A comma that may be either (1)')
  await ambiguous.click()
  await expect(named.getByText(/comma may be of thousands or of decimals/)).toBeVisible()
  expect(await seriousFindings(author)).toEqual([])
  const take = named.getByRole('button', { name: 'Take in 2 factors' })
  await expect(take).toBeDisabled()
  await named.getByLabel('I have seen that 2 rows give no factor').check()
  await take.click()
  await expect(named).toContainText('2 factors, 2 rows without one')
  await expect(named).toContainText('Waiting for approval')
  await expect(named.getByRole('button', { name: 'Approve' })).toHaveCount(0)

  const admin = await signedIn('admin')
  await admin.goto(author.url())
  const theirs = admin.getByRole('region', { name: 'Materials of our suppliers' })
  await theirs.getByRole('button', { name: 'Approve' }).click()
  await admin.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await expect(theirs).toContainText(/Brought by.*Taken in by.*Approved by/)
  await theirs.getByRole('link', { name: 'Show its factors' }).click()
  await admin.getByRole('button', { name: 'Slip clay' }).click()
  const detail = admin.getByRole('complementary', { name: 'Factor' })
  await expect(detail).toContainText(/182\.5/)
  await expect(detail).toContainText('clay')

  await admin.goto(author.url())
  await theirs.getByRole('button', { name: 'Retire' }).click()
  await admin.getByRole('dialog').getByRole('button', { name: 'Retire' }).click()
  await expect(admin.getByRole('dialog').getByText('Say why it must not be used any more.')).toBeVisible()
  await admin.getByRole('dialog').getByLabel('Reason').fill('The supplier measured again.')
  await admin.getByRole('dialog').getByRole('button', { name: 'Retire' }).click()
  await expect(theirs).toContainText('The supplier measured again.')
})

test('residual mixes that were brought and approved fill the form of an instrument', async ({ signedIn }) => {
  const author = await signedIn('owner')
  await author.goto('/factors/sets')
  const [chooser] = await Promise.all([
    author.waitForEvent('filechooser'),
    author.getByRole('button', { name: 'Bring a set' }).click(),
  ])
  await chooser.setFiles({ name: 'green-e 2024.csv', mimeType: 'text/csv', buffer: Buffer.from(MIXES) })
  const set = author.getByRole('region', { name: 'Green-e residual mix emissions rates' })
  await expect(set.getByText('Blank: unknown, not zero')).toBeVisible() // its publication is known by its layout
  await set.getByLabel('I have seen that 1 rows give no factor').check()
  await set.getByRole('button', { name: 'Take in 1 factors' }).click()
  await expect(set).toContainText('Waiting for approval')

  const admin = await signedIn('admin')
  await admin.goto(author.url())
  await admin.getByRole('button', { name: 'Approve' }).click()
  await admin.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await expect(admin.getByRole('dialog')).toBeHidden()
  await admin.goto('/instruments')
  await admin.getByRole('button', { name: 'New instrument' }).first().click()
  const form = admin.getByRole('dialog')
  await form.getByLabel('Type').selectOption('residual_mix')
  await form.getByLabel('Published residual mix').selectOption({ label: 'CAMX residual mix (Green-e 2024)' })
  await expect(form.getByLabel('Name')).toHaveValue('CAMX residual mix (Green-e 2024)')
  await expect(form.getByLabel('Market')).toHaveValue('US-eGRID-CAMX')
  await expect(form.getByLabel('CO₂e', { exact: true })).toHaveValue(/^236\.09/)
})
