import { expect, test } from 'vitest'
import { columnLayout, type ColumnOrGroup } from './columnLayout.ts'
import { PLAIN_VIEW } from './view/viewState.ts'

const columns = (start: 'left' | 'right', end: 'left' | 'right'): ColumnOrGroup[] => [
  { colId: '#', pinned: start, width: 46 },
  { groupId: 'key', children: [{ colId: 'code', initialPinned: start, initialWidth: 80 }] },
  {
    groupId: 'entered',
    children: [
      { colId: 'site', initialWidth: 110 },
      { colId: 'month', initialWidth: 108 },
      { colId: 'note', initialWidth: 110, initialFlex: 1 },
    ],
  },
  { groupId: 'result', children: [{ colId: 'co2e', initialPinned: end, initialWidth: 122 }] },
]

test('the plain view leaves columns as they were made', () => {
  expect(columnLayout(columns('left', 'right'), PLAIN_VIEW, false)).toEqual([
    { colId: '#', hide: false, pinned: 'left', flex: null, width: 46 },
    { colId: 'code', hide: false, pinned: 'left', flex: null, width: 80 },
    { colId: 'site', hide: false, pinned: null, flex: null, width: 110 },
    { colId: 'month', hide: false, pinned: null, flex: null, width: 108 },
    { colId: 'note', hide: false, pinned: null, flex: 1, width: 110 },
    { colId: 'co2e', hide: false, pinned: 'right', flex: null, width: 122 },
  ])
})

test('start and end are the sides that the language reads from and to', () => {
  const view = {
    ...PLAIN_VIEW,
    pinned: new Map([
      ['site', 'start'],
      ['note', 'end'],
      ['code', 'none'],
    ] as const),
  }
  const sides = (rtl: boolean): unknown[] =>
    columnLayout(rtl ? columns('right', 'left') : columns('left', 'right'), view, rtl).map(({ pinned }) => pinned)
  expect(sides(false)).toEqual(['left', null, 'left', null, 'right', 'right'])
  expect(sides(true)).toEqual(['right', null, 'right', null, 'left', 'left'])
})

test('columns keep to their group; one that the order does not name stays behind its neighbour', () => {
  const order = ['co2e', 'month', 'site', 'code']
  const ids = columnLayout(columns('left', 'right'), { ...PLAIN_VIEW, order }, false).map(({ colId }) => colId)
  expect(ids).toEqual(['#', 'code', 'month', 'note', 'site', 'co2e'])
})

test('a width that a person gave ends the stretching; hidden columns are hidden', () => {
  const view = { ...PLAIN_VIEW, widths: new Map([['note', 200]]), hidden: ['site'] }
  const state = columnLayout(columns('left', 'right'), view, false)
  expect(state.find(({ colId }) => colId === 'note')).toMatchObject({ flex: null, width: 200 })
  expect(state.find(({ colId }) => colId === 'site')).toMatchObject({ hide: true })
})
