import { createHash } from 'node:crypto'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { REPORT_IDS, REPORT_LOCALES, type ReportCell, type ReportReply, type ReportTable } from '#shared/api/reports.ts'
import { drawnLines } from '#server/reports/pdf/testing/drawnLines.ts'
import { PER_KWH, YearsFixture } from '../reductionTargets/testing/YearsFixture.ts'

let fixture: YearsFixture
const years: Record<number, string> = {}

beforeAll(async () => {
  fixture = await YearsFixture.start()
  years[2030] = await fixture.newYear(2030, 1_000_000, { lock: true })
  years[2031] = await fixture.newYear(2031, 900_000)
  await declare(years[2031])
  await fixture.lock(years[2031])
  years[2032] = await fixture.newYear(2032, 450_000)
  const base = { cycle_ids: [years[2030]], scopes: [1], basis: 'location', policy: 'From 5 % on' }
  expect((await fixture.as('admin', 'POST', fixture.path('/base_year'), base)).status).toBe(204)
  const fte = { name: 'People', kind: 'fte', unit: 'FTE' }
  const { id } = (await fixture.as('admin', 'POST', fixture.path('/denominators'), fte)).body
  await fixture.as('admin', 'POST', `/denominators/${id}/values`, { cycle_id: years[2031], value: 100 })
})
afterAll(() => fixture.close())

function declare(cycleId: string) {
  const of = (category: number, state: string, reason: string) => ({
    scope: 3,
    s3_category: category,
    declaration: { state, reason },
  })
  const sources = [
    of(14, 'not_applicable', 'No franchises'),
    of(2, 'zero', 'Nothing bought'),
    of(6, 'excluded', 'Small'),
  ]
  return fixture.as('admin', 'PATCH', `/cycles/${cycleId}/declarations`, { sources })
}

type Person = Parameters<YearsFixture['as']>[0]
async function report(
  year: number,
  id = 'ghg-protocol',
  person: Person = 'viewer',
  locale = 'en',
): Promise<ReportReply> {
  const reply = await fixture.as(person, 'GET', `/cycles/${years[year]}/reports/${id}?locale=${locale}`)
  expect(reply).toMatchObject({ status: 200 })
  return reply.body
}
const tablesOf = ({ sections }: ReportReply): ReportTable[] =>
  sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? block : [])))
const cellsOf = (filled: ReportReply): ReportCell[] => [
  ...tablesOf(filled).flatMap(({ rows }) => rows.flatMap(({ cells }) => cells)),
  ...filled.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'facts' ? block.items.map(({ value }) => value) : [])),
  ),
]
const rowOf = (filled: ReportReply, title: string, label: string): ReportCell[] =>
  tablesOf(filled)
    .find((table) => table.title === title)!
    .rows.find((row) => row.label === label)!.cells
const near = (value: number) => ({ kind: 'figure', value: expect.closeTo(value, 6) })

test('a sealed cycle: figures of its run, against the year before and the base year, with the hash of the seal', async () => {
  const filled = await report(2031)
  expect(filled).toMatchObject({ state: 'sealed', seal: { seal_hash: expect.stringMatching(/^[0-9a-f]{64}$/) } })
  expect(filled.foot.join(' ')).toContain(filled.seal!.seal_hash)
  const change = near(-10)
  const tonnes = (kWh: number) => near((kWh * PER_KWH) / 1000)
  expect(rowOf(filled, 'Emissions by scope', 'Scope 1')).toMatchObject([
    tonnes(900_000),
    tonnes(1_000_000),
    change,
    tonnes(1_000_000),
    change,
  ])
  const [run] = (await fixture.as('admin', 'GET', `/cycles/${years[2031]}/runs`)).body.data
  expect(filled.seal).toMatchObject({ root_hash: run.root_hash })
  expect(rowOf(filled, 'Emissions by scope', 'Total, location-based')[0]).toMatchObject({
    value: run.totals.co2e_kg / 1000,
  })
})

test('what is sealed does not follow the rows', async () => {
  const before = rowOf(await report(2031), 'Emissions by scope', 'Scope 1')
  const rows = fixture.server.database.owner('rows').where({ cycle_id: years[2031] })
  await rows.clone().update({ co2e_kg: 1 })
  expect(rowOf(await report(2031), 'Emissions by scope', 'Scope 1')).toEqual(before)
  await rows.update({ co2e_kg: 900_000 * PER_KWH })
})

test('what nobody estimated is said as that, what is declared as it is declared, and neither is zero', async () => {
  const filled = await report(2031)
  const unknown = { kind: 'none', why: 'unknown', text: 'not estimated' }
  expect(rowOf(filled, 'Emissions by scope', 'Scope 2, market-based')[0]).toEqual(unknown)
  const category = (label: string) => rowOf(filled, 'Scope 3 by category', label)
  expect(category('1 Purchased goods and services')).toEqual([
    unknown,
    unknown,
    unknown,
    { kind: 'none', why: 'unknown', text: 'neither counted nor declared' },
  ])
  expect(category('14 Franchises')).toMatchObject([
    { why: 'not_applicable' },
    { why: 'not_applicable' },
    { why: 'not_applicable' },
    { text: 'not applicable: No franchises' },
  ])
  expect(category('6 Business travel')[0]).toMatchObject({ kind: 'none', why: 'excluded' })
  expect(category('2 Capital goods')).toMatchObject([{ value: 0 }, {}, {}, { text: 'declared zero: Nothing bought' }])
})

test('an open cycle is a draft, compared with the latest version of the year before', async () => {
  const filled = await report(2032)
  expect(filled).toMatchObject({ state: 'draft', seal: null, state_text: expect.stringContaining('not sealed') })
  expect(rowOf(filled, 'Emissions by scope', 'Scope 1')[2]).toMatchObject(near(-50))
})

test('intensities have both numbers or say which is missing', async () => {
  const title = 'Emissions per unit'
  expect(rowOf(await report(2031), title, 'People: Total, location-based').slice(0, 2)).toMatchObject([
    { value: 100, unit: 'FTE' },
    { ...near((900_000 * PER_KWH) / 100_000), unit: 'tCO₂e/FTE' },
  ])
  expect(rowOf(await report(2032), title, 'People: Total, location-based')[1]).toMatchObject({
    text: 'n/a: no value of the denominator',
  })
})

test.each(REPORT_IDS)(
  '%s: every word has its values, in both languages, and both have the same figures',
  async (id) => {
    const [en, ar] = await Promise.all(REPORT_LOCALES.map((locale) => report(2031, id, 'viewer', locale)))
    const figuresOf = (filled: ReportReply) =>
      cellsOf(filled).map((cell) => (cell.kind === 'figure' ? cell.value : cell.kind))
    expect(figuresOf(ar!)).toEqual(figuresOf(en!))
    expect(figuresOf(en!).some((value) => typeof value === 'number')).toBe(true)
    const texts = cellsOf(en!).map(({ text }) => text)
    expect(JSON.stringify([en, ar])).not.toMatch(/\{\w+\}(?!")/)
    expect(texts.join()).not.toMatch(/NaN|undefined|null|Infinity/)
    expect(en!.title).not.toBe(ar!.title)
  },
)

test('a workbook has the same figures as numbers, and words where there is none; that it was taken is on record', async () => {
  const authorization = `Bearer ${await fixture.server.token(fixture.server.one.people.viewer)}`
  const path = `/cycles/${years[2031]}/reports/ghg-protocol/file?locale=ar`
  const { status, headers } = await fixture.as('viewer', 'GET', path)
  expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('spreadsheetml')])
  const response = await fetch(`${fixture.server.origin}/api/v1${path}`, { headers: { authorization } })
  const book = await readXlsx(new Uint8Array(await response.arrayBuffer()))
  const filled = await report(2031, 'ghg-protocol', 'viewer', 'ar')
  const tables = tablesOf(filled)
  expect(book.sheets).toHaveLength(tables.length + 1)
  const summary = book.sheets[1]!.rows
  expect(summary[1]!.slice(0, 2)).toEqual(['النطاق 1', expect.closeTo((900_000 * PER_KWH) / 1000, 9)])
  expect(summary[2]![1]).toBe('غير مقدَّر')
  expect(JSON.stringify(book.sheets[0]!.rows)).toContain(filled.seal!.seal_hash)
  const { data } = (await fixture.as('viewer', 'GET', '/exports')).body
  expect(data[0]).toMatchObject({ format: 'xlsx', state: 'sent', file_name: expect.stringContaining('ghg-protocol') })
})

test('a sealed report as PDF is the same bytes whenever it is taken, and has the figures of the page', async () => {
  const authorization = `Bearer ${await fixture.server.token(fixture.server.one.people.viewer)}`
  const address = `${fixture.server.origin}/api/v1/cycles/${years[2031]}/reports/gri-305/file?format=pdf`
  const take = async () => {
    const response = await fetch(address, { headers: { authorization } })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    return Buffer.from(await response.arrayBuffer())
  }
  const [first, second] = [await take(), await take()]
  expect(first.equals(second)).toBe(true)
  const { data } = (await fixture.as('viewer', 'GET', '/exports')).body
  const sha256 = createHash('sha256').update(first).digest('hex')
  expect(data.slice(0, 2)).toMatchObject([
    { format: 'pdf', state: 'sent', sha256 },
    { format: 'pdf', state: 'sent', sha256 },
  ])
  const filled = await report(2031, 'gri-305')
  const lines = drawnLines(first).flatMap((page) => page.map(({ letters }) => letters))
  for (const cell of tablesOf(filled).flatMap(({ rows }) => rows.flatMap(({ cells }) => cells))) {
    if (cell.kind === 'figure') {
      expect(lines.some((line) => line.includes(cell.text))).toBe(true)
    }
  }
  expect(lines.join('')).toContain(filled.seal!.seal_hash)
})

test('UK SECR has energy in kWh', async () => {
  const filled = await report(2031, 'secr')
  expect(
    tablesOf(filled)
      .find(({ title }) => title === 'Energy by module')!
      .rows.at(-1)!.cells,
  ).toMatchObject([near(900_000), near(1_000_000)])
})

test('who may not read a result gets no figure that needs it, sealed or not', async () => {
  await fixture.hideResult(['admin'])
  for (const [year, ids] of [
    [2031, ['ghg-protocol', 'secr']],
    [2032, REPORT_IDS],
  ] as const) {
    for (const id of ids) {
      const filled = await report(year, id)
      const isSealed = year === 2031
      expect(filled.state).toBe(isSealed ? 'sealed_in_part' : 'draft')
      const text = JSON.stringify(filled.sections)
      expect(text).not.toContain('358')
      expect(text).not.toContain('179')
      expect(text).not.toContain('398')
      expect(text).toContain('not yours to read')
    }
  }
  expect((await report(2031, 'ghg-protocol', 'admin')).state).toBe('sealed')
  await fixture.hideResult(null)
})

const OWN = {
  name: 'For the board',
  sections: [
    { title: 'What we say', blocks: [{ kind: 'text', text: 'First.\n\nSecond.' }] },
    {
      title: 'Figures',
      blocks: [
        { kind: 'facts', facts: ['scope_1', 'seal'] },
        { kind: 'table', rows: 'scopes', measures: ['amount', 'previous', 'change_previous', 'base'] },
        { kind: 'list', rows: 'intensities' },
        { kind: 'chart', of: 'years' },
      ],
    },
  ],
}

test('a report that was put together is filled as those of the program are, on the page and in files', async () => {
  const path = fixture.path('/report_templates')
  const { status, body: made } = await fixture.as('admin', 'POST', path, OWN)
  expect([status, made]).toEqual([200, { ...OWN, id: expect.any(String), updated_at: expect.any(String) }])
  const filled = await report(2031, made.id)
  expect(filled).toMatchObject({ report: made.id, title: OWN.name, edition: '', state: 'sealed' })
  expect(filled.sections.map(({ title }) => title)).toEqual(['What we say', 'Figures'])
  expect(filled.sections[0]!.blocks).toEqual([{ kind: 'notes', items: ['First.', 'Second.'] }])
  const cells = rowOf(filled, 'Emissions by scope', 'Scope 1')
  expect(cells).toEqual(rowOf(await report(2031), 'Emissions by scope', 'Scope 1').slice(0, 4))
  const arabic = await report(2031, made.id, 'viewer', 'ar')
  expect(tablesOf(arabic)[0]!.title).toBe('الانبعاثات حسب النطاق')
  for (const format of ['xlsx', 'pdf']) {
    const file = await fixture.as('viewer', 'GET', `/cycles/${years[2031]}/reports/${made.id}/file?format=${format}`)
    expect([file.status, decodeURIComponent(file.headers.get('content-disposition') ?? '')]).toEqual([
      200,
      expect.stringContaining(`For the board`),
    ])
  }

  const shorter = { ...OWN, name: 'For the bank', sections: OWN.sections.slice(1) }
  expect((await fixture.as('admin', 'PATCH', `/report_templates/${made.id}`, shorter)).body).toMatchObject(shorter)
  expect((await fixture.as('viewer', 'GET', path)).body.data).toEqual([
    expect.objectContaining({ id: made.id, ...shorter }),
  ])
  expect((await fixture.as('admin', 'DELETE', `/report_templates/${made.id}`)).status).toBe(204)
  expect((await fixture.as('admin', 'GET', `/cycles/${years[2031]}/reports/${made.id}`)).status).toBe(404)
  const log = await fixture.server.database.owner('audit_log').where({ subject_id: made.id }).orderBy('id')
  expect(log.map(({ action }) => action)).toEqual([
    'report_template.create',
    'report_template.change',
    'report_template.delete',
  ])
})

test('who does not manage cycles puts no report together, and all that is wrong in one is said at once', async () => {
  const path = fixture.path('/report_templates')
  const { body: kept } = await fixture.as('admin', 'POST', path, OWN)
  const { one, two } = fixture.server
  const at = `/report_templates/${kept.id}`
  const refused = await Promise.all([
    fixture.as('viewer', 'POST', path, OWN),
    fixture.as('viewer', 'PATCH', at, OWN),
    fixture.as('viewer', 'DELETE', at),
    fixture.server.request(null, 'GET', path),
    fixture.server.request(two.people.admin, 'GET', path),
    fixture.server.request(two.people.admin, 'DELETE', at),
    fixture.server.request(two.people.admin, 'GET', `/cycles/${two.openCycleId}/reports/${kept.id}`),
    fixture.server.request(one.people.admin, 'POST', path, { ...OWN, name: 'for the BOARD' }),
  ])
  expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 401, 404, 404, 404, 422])
  expect(refused[7]!.body.errors).toMatchObject([{ path: 'name', code: 'taken' }])
  const table = { kind: 'table', rows: 'sites', measures: ['mass', 'amount', 'amount'] }
  const wrong = {
    name: ' ',
    sections: [{ title: 'A', blocks: [table, { kind: 'chart', of: 'moons' }] }, { title: 'B' }],
  }
  const { status, body } = await fixture.as('admin', 'POST', path, wrong)
  const paths = body.errors.map((problem: { path: string }) => problem.path)
  expect([status, paths]).toEqual([422, expect.arrayContaining(['name'])])
  expect(paths.filter((one: string) => one.startsWith('sections'))).toHaveLength(paths.length - 1)
  expect(paths.length).toBeGreaterThanOrEqual(4)
  const combined = { name: 'Masses', sections: [{ title: 'A', blocks: [{ ...table, measures: ['mass', 'amount'] }] }] }
  expect((await fixture.as('admin', 'POST', path, combined)).body.errors).toMatchObject([
    { path: 'sections[0].blocks[0].measures[0]', message: expect.stringContaining('gases') },
  ])
})

test('there is no report of what is not theirs, of no such name, or in no such language', async () => {
  const { one, two } = fixture.server
  const path = (id: string | undefined, name: string) => `/cycles/${id}/reports/${name}`
  const asked = await Promise.all([
    fixture.as('admin', 'GET', path(two.openCycleId, 'secr')),
    fixture.server.request(two.people.admin, 'GET', path(one.openCycleId, 'secr')),
    fixture.as('admin', 'GET', path(years[2031], 'sasb')),
    fixture.server.request(null, 'GET', path(years[2031], 'secr')),
    fixture.as('admin', 'GET', `${path(years[2031], 'secr')}?locale=xx&colour=red`),
    fixture.as('admin', 'GET', `${path(years[2031], 'secr')}/file?format=docx`),
    fixture.as('admin', 'GET', `${path(two.openCycleId, 'secr')}/file?format=pdf`),
  ])
  expect(asked.map(({ status }) => status)).toEqual([404, 404, 404, 401, 422, 422, 404])
  expect(asked[4]!.body.errors.map((one: { path: string }) => one.path)).toEqual(['locale', 'colour'])
})
