/** Which part of a category of scope 3 rests on data of suppliers and other partners. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CopyFixture } from '#server/copies/testing/CopyFixture.ts'

let fixture: CopyFixture
const tables = new Map<string, string>()
const goods = crypto.randomUUID()
const financed = crypto.randomUUID()

beforeAll(async () => {
  fixture = await CopyFixture.start()
  const { database, one } = fixture.server
  const own = { tenant_id: one.tenantId, project_id: one.projectId, scope: 3 }
  await database.owner('modules').insert([
    { ...own, id: goods, key: 'goods', name: 'Goods', s3_category: 1 },
    { ...own, id: financed, key: 'financed', name: 'Financed', s3_category: 15 },
  ])
  await make('builtin:purchased_goods_supplier', goods)
  await make('builtin:leased_average', goods)
  await make('builtin:investments_pcaf', financed)
})
afterAll(() => fixture.close())

async function make(template: string, moduleId: string): Promise<void> {
  const path = `/modules/${moduleId}/tables/from_template`
  const { body } = await fixture.as('admin', 'POST', path, { template_id: template, name: template })
  tables.set(template, body.id)
}

async function write(template: string, rows: readonly object[]): Promise<void> {
  const place = { code: 'A', site: 'Lyon', month: '2025-03', figure_source: 'Report' }
  await fixture.write(
    rows.map((row) => ({ ...place, ...row })),
    tables.get(template),
  )
}

async function sharesOf(person: 'admin' | 'viewer', query = ''): Promise<(number | null)[][]> {
  const path = `/cycles/${fixture.server.one.openCycleId}/emissions${query}`
  const { body } = await fixture.as(person, 'GET', path)
  return body.by_category.map(({ s3_category: category, primary_share: share }: Record<string, number | null>) => [
    category,
    share,
  ])
}

test('it is what partners state, verified or not, over all that the category has; months and tables narrow both', async () => {
  await write('builtin:leased_average', [{ area: 10, figure: 100 }])
  expect(await sharesOf('viewer')).toEqual([[1, null]])
  await write('builtin:purchased_goods_supplier', [
    { quantity: 1000, figure: 1, data_from: 'partner_verified' },
    { quantity: 1000, figure: 1, data_from: 'partner', month: '2025-04' },
    { quantity: 1000, figure: 1, data_from: 'secondary' },
    { quantity: 1000, data_from: 'partner' },
  ])
  expect(await sharesOf('viewer')).toEqual([[1, 0.5]])
  expect(await sharesOf('viewer', '?month=2025-04')).toEqual([[1, 1]])
  expect(await sharesOf('viewer', `?table_id=${tables.get('builtin:leased_average')}`)).toEqual([[1, null]])
})

test('PCAF: scores 1 and 2 are figures of the investee', async () => {
  const loan = { outstanding: 1, basis: 'evic', evic: 10 }
  await write(
    'builtin:investments_pcaf',
    [100, 100, 300, 0, 500].map((investee_emissions, at) => ({ ...loan, investee_emissions, score: String(at + 1) })),
  )
  expect((await sharesOf('viewer')).at(-1)).toEqual([15, 0.2])
})

test('who may not read whose figures they are is not told the share', async () => {
  const tableId = tables.get('builtin:purchased_goods_supplier')!
  await fixture.setField(await fixture.fieldId('data_from', tableId), { readers: ['admin'] }, tableId)
  expect((await sharesOf('viewer'))[0]).toEqual([1, null])
  expect((await sharesOf('admin'))[0]).toEqual([1, 0.5])
})
