import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ReportReply, ReportTable } from '#shared/api/reports.ts'
import { BidiText } from './BidiText.ts'
import { columnWidths } from './columnWidths.ts'
import { reportPdf } from './reportPdf.ts'
import { paginate, type Strip } from './Strip.ts'
import { drawnLines, glyphsOf } from './testing/drawnLines.ts'

const HASH = '4f'.repeat(32)

function reportOf(own: Partial<ReportReply> = {}): ReportReply {
  return {
    report: 'ghg-protocol',
    locale: 'en',
    title: 'Inventory',
    edition: 'The Standard (2004)',
    organisation: 'Delta Textiles',
    project: 'Group',
    cycle: {
      id: '00000000-0000-4000-8000-000000000000',
      name: 'FY2031',
      starts_on: '2031-01-01',
      ends_on: '2031-12-31',
      status: 'locked',
      version: 1,
    },
    state: 'sealed',
    state_text: 'Sealed on 2032-02-01.',
    seal: { seal_hash: HASH, root_hash: HASH, sealed_at: '2032-02-01T10:00:00.000Z' },
    made_at: '2032-03-01T10:00:00.000Z',
    made_text: 'Made on 2032-03-01.',
    cover: [{ label: 'Hash of the seal', value: { kind: 'text', text: HASH } }],
    sections: [],
    foot: ['By The Standard (2004).'],
    ...own,
  }
}

const tableOf = (rows: readonly (readonly [string, string])[]): ReportTable => ({
  kind: 'table',
  title: 'Sites',
  columns: [
    { title: 'What', unit: null, is_number: false },
    { title: 'Amount', unit: 'tCO₂e', is_number: true },
  ],
  rows: rows.map(([label, text]) => ({
    label,
    scope: null,
    is_total: false,
    cells: [{ kind: 'figure', value: 1, text, unit: null }],
  })),
})

const withBlocks = (blocks: ReportReply['sections'][number]['blocks'], own: Partial<ReportReply> = {}): ReportReply =>
  reportOf({ ...own, sections: [{ title: 'Section', reference: 'ch. 9', blocks }] })

async function bytesOf(report: ReportReply): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(reportPdf(report)))
}

const linesOf = async (report: ReportReply): Promise<string[][]> =>
  drawnLines(await bytesOf(report)).map((page) => page.map(({ letters }) => letters.trim()))

test('a sealed report is the same to the byte whenever it is made; a draft says when', async () => {
  const sealed = await bytesOf(reportOf())
  const later = { made_at: '2033-01-01T00:00:00.000Z', made_text: 'Made on 2033-01-01.' }
  expect((await bytesOf(reportOf(later))).equals(sealed)).toBe(true)
  const draft = { state: 'draft', state_text: 'Draft.', seal: null } as const
  expect((await linesOf(reportOf({ ...draft, ...later })))[0]).toContain('Made on 2033-01-01.')
})

test('the document says its title, its company, its language and its seal, and is tagged', async () => {
  const text = (await bytesOf(reportOf({ locale: 'ar' }))).toString('latin1')
  expect(text).toMatch(/\/Lang \(ar\)/)
  expect(text).toMatch(/\/Marked true/)
  expect(text).toContain(`(${HASH})`)
  expect(text).toContain('(Delta Textiles)')
  expect(text).toContain('D:20320201100000Z')
  expect(text).toMatch(/\/S \/H1/)
})

test('a table goes on below its head on the next page, and every page has its number', async () => {
  const rows = Array.from({ length: 90 }, (_, index) => [`Site ${index}`, `${index}.5`] as const)
  const pages = await linesOf(withBlocks([tableOf(rows)]))
  expect(pages.length).toBeGreaterThan(3)
  for (const [index, page] of pages.entries()) {
    if (index > 0) {
      const about = page.join('\n')
      expect(about).toContain(`Page ${index + 1} of ${pages.length}`)
      expect(about).toContain(`Seal ${HASH.slice(0, 16)}…`)
      expect(about).toContain('WhatAmount')
    }
  }
  const all = pages.flat().join('\n')
  for (const [label, text] of rows) {
    expect(all).toContain(`${label}${text}`)
  }
})

test('nothing of a text is lost that is longer than a page, or wider than its column', async () => {
  const words = Array.from({ length: 1500 }, (_, index) => `word${index}`)
  const block = tableOf([
    [words.join(' '), '–'],
    [HASH + HASH, '2'],
  ])
  const all = (await linesOf(withBlocks([block, { kind: 'notes', items: [words.join(' ')] }]))).flat()
  const drawn = all.join(' ').match(/word\d+/g)!
  expect(words.every((word) => drawn.filter((one) => one === word).length === 2)).toBe(true)
  expect(all.join('')).toContain(HASH)
})

test('charts are drawn as bars in the colours of their scopes, and are heard in words', async () => {
  const points = [1, 2].map((scope) => ({
    label: `Scope ${scope}`,
    text: `${scope * 10}`,
    parts: [{ scope: scope === 1 ? (1 as const) : (2 as const), value: scope * 10 }],
  }))
  const report = withBlocks([{ kind: 'chart', title: 'By scope', unit: 'tCO₂e', layout: 'bars', points }])
  const [bars, columns] = await Promise.all([
    linesOf(report),
    linesOf(withBlocks([{ kind: 'chart', title: 'By month', unit: 't', layout: 'columns', points }])),
  ])
  expect(bars.flat()).toEqual(expect.arrayContaining(['By scope (tCO₂e)', 'Scope 110', 'Scope 220']))
  expect(columns.flat()).toEqual(expect.arrayContaining(['Scope 1Scope 2', '1020']))
  const text = (await bytesOf(report)).toString('latin1')
  expect(text).toMatch(/\/S \/Figure\n\/Alt/)
})

test('Arabic is drawn from the right, and what is read from the left in it from the left', async () => {
  const block = tableOf([
    ['النطاق 2، حسب الموقع', '1\u00a0234.5'],
    ['Delta موقع', '−5.1\u00a0%'],
  ])
  const all = (await linesOf(withBlocks([block], { locale: 'ar', title: 'تقرير 2031' }))).flat()
  const turned = (text: string): string => Array.from(text).toReversed().join('')
  expect(all).toEqual(
    expect.arrayContaining([
      `2031${turned('تقرير ')}`,
      // the figure stands at the left of its label, with its digits in their order
      `1\u00a0234.5${turned('، حسب الموقع')}2${turned('النطاق ')}`,
      `−5.1\u00a0%${turned(' موقع')}Delta`,
    ]),
  )
})

test('Arabic letters have the forms of their places in a word', async () => {
  const pdf = await bytesOf(reportOf({ locale: 'ar', title: 'ععع ع' }))
  // at its beginning, in its middle, at its end and alone; in the strong font of the title, and the plain one of the pages
  expect(glyphsOf(pdf, 'ع')).toBe(8)
})

test.each([
  ['النطاق 2', 'rtl', ['2', 'النطاق ']],
  ['Scope (1)', 'ltr', ['Scope (1)']],
  ['حسب (Scope 1) الموقع', 'rtl', ['الموقع', '( ', 'Scope 1', ')', 'حسب ']],
  ['\u2067رقم\u2069 1', 'ltr', ['رقم', ' 1']],
  ['', null, []],
] as const)('%j from %s: its runs from left to right', (text, base, expected) => {
  expect(new BidiText(text, base).runs().map((run) => run.text)).toEqual(expected)
})

test('no letter of any text is lost or drawn twice', () => {
  const seen = (text: string): string[] =>
    Array.from(text.replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')).map((letter) =>
      // brackets are turned around where they are read from the right
      /\p{Bidi_Mirrored}/u.test(letter) ? '?' : letter,
    )
  const letters = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...Array.from('نص ab(1-2)٣ \u2067\u2069')) }),
  )
  fc.assert(
    fc.property(letters, fc.constantFrom('ltr', 'rtl', null), (text, base) => {
      const runs = new BidiText(text, base).runs()
      expect(runs.flatMap((run) => seen(run.text)).toSorted()).toEqual(seen(text).toSorted())
    }),
  )
})

test('strips fill pages in order, none beyond the foot unless it is higher than a page, and titles keep with what follows', () => {
  const strips = fc.array(fc.record({ height: fc.integer({ min: 1, max: 60 }), keepsWithNext: fc.boolean() }), {
    minLength: 1,
  })
  fc.assert(
    fc.property(strips, (list) => {
      const order: number[] = []
      const full = list.map(({ height, keepsWithNext }, index): Strip => ({
        height,
        // a chain that is higher than a page cannot stay together
        keepsWithNext: keepsWithNext && index % 2 === 0,
        head: null,
        draw: () => order.push(index),
      }))
      const pages = paginate(full, { top: 0, bottom: 130 })
      pages.flat().forEach(({ draw, top }) => draw(top))
      expect(order).toEqual(list.map((_, index) => index))
      let at = 0
      for (const page of pages) {
        for (const { top } of page) {
          expect(top + list[at]!.height).toBeLessThanOrEqual(130)
          at += 1
        }
        const last = full[at - 1]
        expect(last?.keepsWithNext === true && at < list.length).toBe(false)
      }
    }),
  )
})

test('columns fill the width, and give way to each other above their widest words', () => {
  const column = (whole: number, word: number) => ({ whole, word })
  expect(columnWidths(100, 10, [column(20, 10), column(30, 10)])).toEqual([60, 30])
  expect(columnWidths(100, 10, [column(100, 20), column(50, 30)])).toEqual([52, 38])
  expect(columnWidths(100, 10, [column(100, 90), column(90, 90)])).toEqual([45, 45])
})
