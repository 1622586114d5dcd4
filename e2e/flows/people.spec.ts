import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '../fixtures/test.ts'
import { PeoplePage } from '../pages/PeoplePage.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const MODULE = 'Business travel'
const VIEWER = 'Rhys Morgan'

test('an administrator gives a role and takes it again; the sheet that its holder has open follows at once', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(MODULE, 'FY2025')
  const people = new PeoplePage(await signedIn('admin'))
  const sheet = new SheetPage(await signedIn('viewer'))
  await sheet.open(table.id, cycle.id)
  await expect(sheet.saveStatus).toHaveText(/Read-only/)
  const row = await sheet.rowId(0)
  await people.open()

  await people.give(VIEWER, 'Data owner', MODULE)
  await expect(people.held(VIEWER)).toHaveText([/Viewer.*Whole company/, /Data owner.*Business travel/])
  await expect(sheet.saveStatus).not.toHaveText(/Read-only/)
  await sheet.type(row, 'distance', '4321')
  await sheet.saved()

  await people.beginTaking(VIEWER, 'Data owner', `${MODULE} · Group inventory`)
  await expect(people.dialog).toContainText('closed or becomes read-only at once')
  await people.dialog.getByRole('button', { name: 'Leave it as it is' }).click()
  await expect(people.held(VIEWER)).toHaveCount(2)
  await people.beginTaking(VIEWER, 'Data owner', `${MODULE} · Group inventory`)
  await people.dialog.getByRole('button', { name: 'Take the role' }).click()
  await expect(people.held(VIEWER)).toHaveText([/Viewer.*Whole company/])
  await expect(people.page.getByText('The role was taken away.')).toBeVisible()

  await expect(sheet.saveStatus).toHaveText(/Read-only/)
  await sheet.type(row, 'distance', '999')
  await expect(sheet.cell(row, 'distance')).toHaveText(/4.321/)
})

test('an edit that was made without a network, and whose right was taken meanwhile, waits in the drawer', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(MODULE, 'FY2025')
  const people = new PeoplePage(await signedIn('admin'))
  await people.open()
  await people.give(VIEWER, 'Data owner', MODULE)
  await expect(people.held(VIEWER)).toHaveCount(2)
  const sheet = new SheetPage(await signedIn('viewer'))
  await sheet.open(table.id, cycle.id)
  const row = await sheet.rowId(1)
  const before = await sheet.cell(row, 'distance').textContent()

  await sheet.page.context().setOffline(true)
  await expect(sheet.saveStatus).toContainText('Offline')
  await sheet.type(row, 'distance', '777')
  await people.beginTaking(VIEWER, 'Data owner', `${MODULE} · Group inventory`)
  await people.dialog.getByRole('button', { name: 'Take the role' }).click()
  await expect(people.held(VIEWER)).toHaveCount(1)
  await sheet.page.context().setOffline(false)

  await sheet.openNotSaved()
  await expect(sheet.notSaved).toContainText('777')
  await expect(sheet.cell(row, 'distance')).toHaveText(before ?? '')
})

test('the last administrator stays, and says why', async ({ signedIn }) => {
  const people = new PeoplePage(await signedIn('other'))
  await people.open()
  const me = people.page.getByRole('row', { name: /you/ })
  await me.getByRole('button', { name: /Take Administrator/ }).click()
  await expect(people.dialog).toContainText('This is your own role')
  await people.dialog.getByRole('button', { name: 'Take the role' }).click()
  await expect(people.dialog.getByRole('alert')).toContainText('last administrator of the company')
  await people.dialog.getByRole('button', { name: 'Leave it as it is' }).click()
  await expect(me.getByRole('listitem')).toHaveText([/Administrator/])
})

test('who is no administrator is not offered the page, and finds nothing at its address', async ({ signedIn }) => {
  for (const person of ['owner', 'auditor', 'viewer'] as const) {
    const page = await signedIn(person)
    await expect(page.getByRole('link', { name: 'Factors' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'People' })).toHaveCount(0)
    await page.goto('/admin/people')
    await expect(page.getByText('There is nothing at this address')).toBeVisible()
    await expect(page.getByText('Priya Nair')).toHaveCount(0)
  }
})

test('people are found by name and e-mail; when they cannot be loaded, the page says so and tries again', async ({
  signedIn,
}) => {
  const people = new PeoplePage(await signedIn('admin'))
  await people.page.route('**/api/v1/users?*', (route) => route.abort())
  await people.open()
  await expect(people.page.getByRole('alert')).toContainText('The server cannot be reached')
  await people.page.unroute('**/api/v1/users?*')
  await people.page.getByRole('button', { name: 'Try again' }).click()
  await expect(people.person(VIEWER)).toBeVisible()

  const search = people.page.getByRole('searchbox', { name: 'Find a person' })
  await search.fill('owner@')
  await expect(people.person('Joris de Wit')).toBeVisible()
  await expect(people.person(VIEWER)).toHaveCount(0)
  await search.fill('nobody of that name')
  await expect(people.page.getByText('Nobody is called “nobody of that name”')).toBeVisible()
  await people.page.getByRole('button', { name: 'Show everybody' }).click()
  await expect(people.person(VIEWER)).toBeVisible()
})

for (const scheme of ['light', 'dark'] as const) {
  test(`the page and its questions have no serious accessibility finding, in Arabic on a phone too (${scheme})`, async ({
    signedIn,
  }) => {
    const people = new PeoplePage(await signedIn('admin'))
    const { page } = people
    const findings = async (): Promise<string[]> => {
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze()
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
    }
    await page.emulateMedia({ colorScheme: scheme })
    await people.open()
    await expect(people.person(VIEWER)).toBeVisible()
    expect(await findings()).toEqual([])
    await page.getByRole('button', { name: `Give ${VIEWER} a role` }).click()
    await expect(people.dialog).toBeVisible()
    expect(await findings()).toEqual([])
    await page.keyboard.press('Escape')

    await page.evaluate(() => localStorage.setItem('carbonsheet.language', 'ar'))
    await page.setViewportSize({ width: 390, height: 844 })
    await page.reload()
    await expect(page.getByRole('heading', { level: 1, name: 'الأشخاص' })).toBeVisible()
    await expect(people.person(VIEWER)).toBeVisible()
    expect(await findings()).toEqual([])
    const table = (await page.getByRole('table').boundingBox())!
    for (const button of await page.getByRole('table').getByRole('button').all()) {
      const box = (await button.boundingBox())!
      expect(box.x).toBeGreaterThanOrEqual(table.x)
      expect(box.x + box.width).toBeLessThanOrEqual(table.x + table.width)
    }
  })
}
