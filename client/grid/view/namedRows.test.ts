import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { Target } from '#shared/fields/target.ts'
import { plainFieldReply } from '#shared/testing/plainFieldReply.ts'
import { pastedBlock } from '../clipboard/clipboardBlock.ts'
import { copied } from '../clipboard/testing/copied.ts'
import { Folds } from '../groups/Folds.ts'
import { SheetModel } from '../model/SheetModel.ts'
import type { SheetTargets } from '../model/SheetTargets.ts'
import { AS_TYPED, readBlock } from '../paste/readBlock.ts'
import { RowView, type RowCriteria } from './RowView.ts'
import { countValues } from './valueCounts.ts'
import { ME } from './viewState.ts'

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a description as a model reads
const DESCRIPTION = {
  table: { fields: [plainFieldReply('who', 2, 'person'), plainFieldReply('note', 3, 'text')] },
  compute: { gwp_set: 'AR6', gwp: {}, factor_year: 2025, factors: [] },
} as unknown as SheetReply

const LANGUAGE = { collator: new Intl.Collator('en'), words: { months: [], yes: 'Yes', no: 'No' } }
const NOTHING: RowCriteria = {
  filter: null,
  sort: [],
  groups: { keys: [], folds: new Folds() },
  filters: new Map(),
  only: null,
  search: null,
}

/** Names that come when they are told, and not before. */
class Names implements SheetTargets {
  readonly me = 'y'
  readonly #known = new Map<string, Target>()
  readonly #listeners = new Set<(first: boolean) => void>()
  get = (value: string): Target | undefined => this.#known.get(value)
  load = (): null => null
  search = async () => ({ data: [], hidden: false })
  suggest = async () => null
  keepReason = (): void => {}
  onChange(listener: (first: boolean) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(known: Record<string, Target>, first = false): void {
    Object.entries(known).forEach(([value, target]) => this.#known.set(value, target))
    this.#listeners.forEach((listener) => listener(first))
  }
}

const here = (id: string, label: string): Target => ({ state: 'here', id, label })
const KNOWN: Record<string, Target> = {
  x: here('x', 'Anna'),
  y: here('y', 'Boris'),
  Carl: { state: 'unknown', id: null, label: null },
}

function sheetOf(who: readonly (string | null)[]) {
  const sheet = new Sheet(new Y.Doc())
  const ids = who.map((_, i) => `r${i}`)
  sheet.write(ids, [ORDER, 2], (row, column) => (column === 0 ? `V${row}` : who[row]!))
  const names = new Names()
  const model = new SheetModel(DESCRIPTION, new ColumnStore(sheet), undefined, ({ type }) =>
    type === 'person' ? names : null,
  )
  const view = (criteria: Partial<RowCriteria>): RowView => {
    const made = new RowView(model, { ...NOTHING, ...criteria }, LANGUAGE)
    made.follow()
    return made
  }
  return { model, names, view, field: model.field('who')! }
}

const idsOf = (view: RowView): string[] => view.rows().map(({ id }) => id)

test('rows are in the order of names as soon as these are there; a later name moves no row by itself', () => {
  const { model, names, view } = sheetOf(['y', 'Carl', null, 'x'])
  const sorted = view({ sort: [{ key: 'who', descending: false }] })
  names.tell(KNOWN, true)
  model.flush()
  expect(idsOf(sorted)).toEqual(['r3', 'r0', 'r1', 'r2']) // what names nothing behind the names, empty cells last
  expect(sorted.pending()).toBe(0)
  names.tell({ x: here('x', 'Zoe') })
  model.flush()
  expect(idsOf(sorted)).toEqual(['r3', 'r0', 'r1', 'r2'])
  expect(sorted.pending()).toBe(1)
})

test('marks are counted when it is known what cells name, and not before', () => {
  const { model, names } = sheetOf(['x', 'Carl', 'y'])
  expect(model.health().errors).toBe(0)
  names.tell(KNOWN, true)
  model.flush()
  expect(model.health().errors).toBe(1)
  expect(model.state('r1', 'who').problem?.code).toBe('not-found')
})

test('names are counted for the filter, searched, and filtered by the id that stands for them', () => {
  const { model, names, view, field } = sheetOf(['y', 'x', 'y', null, 'Carl'])
  names.tell(KNOWN, true)
  model.flush()
  expect(countValues(model, field, model.store.liveSlots(), LANGUAGE)).toEqual({
    values: [
      { value: 'x', label: 'Anna', count: 1 },
      { value: 'y', label: 'Boris', count: 2 },
    ],
    empty: 1,
    errors: 1,
  })
  expect(idsOf(view({ search: { text: 'bor', keys: ['who'] } }))).toEqual(['r0', 'r2'])
  const filter = { test: { kind: 'values', values: ['y'], except: false } as const, empty: false, errors: false }
  expect(idsOf(view({ filters: new Map([['who', filter]]) }))).toEqual(['r0', 'r2'])
  const mine = { ...filter, test: { ...filter.test, values: [ME] } }
  expect(idsOf(view({ filters: new Map([['who', mine]]) }))).toEqual(['r0', 'r2'])
})

test('a copied cell gives its name to others, and to a sheet of ours its id, where that is something', () => {
  const { model, names } = sheetOf(['x'])
  names.tell({ ...KNOWN, Boris: { state: 'named', id: 'y', label: 'Boris' } }, true)
  const texts = [
    ['Anna', 'Boris'],
    ['Anna', ''],
  ]
  const ids = [
    ['x', null],
    ['elsewhere', null],
  ]
  const { html } = copied(texts, { ids })
  expect(html).toContain('<td data-carbonsheet-id="x">Anna</td><td>Boris</td>')
  const block = pastedBlock({ getData: (type) => (type === 'text/html' ? html : '') })
  const [who, note] = [model.field('who')!, model.field('note')!]
  const into = (...fields: (typeof who)[]): unknown[] => {
    const read = readBlock(block, fields).read(AS_TYPED)
    return [0, 1].map((row) => fields.map((_, column) => read(column, row).value))
  }
  expect(into(who, who)).toEqual([
    ['x', 'y'],
    ['Anna', null],
  ])
  expect(into(note, note)).toEqual([
    ['Anna', 'Boris'],
    ['Anna', null],
  ])
})
