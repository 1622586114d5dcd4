import { expect, test, vi } from 'vitest'
import { plainField } from '#shared/testing/plainField.ts'
import { dataRows } from './groups/dataRows.ts'
import { groupId } from './groups/groupId.ts'
import { handleKey, type KeyActions } from './keyboard.ts'
import { pasteBlock, pastedFields, type PastePlan, type PasteTarget } from './paste/pasteBlock.ts'
import { plainBlock } from './paste/PastedBlock.ts'
import { AS_TYPED, readBlock } from './paste/readBlock.ts'
import { Selection, type GridView } from './Selection.ts'

/** A display of rows a, b, c… and columns x, y, z that can change under the selection. */
function display(rows: string[], columns = ['x', 'y', 'z']): GridView & { rows: string[] } {
  return {
    rows,
    rowCount: () => rows.length,
    rowIndex: (row) => rows.indexOf(row),
    rowAt: (index) => rows[index] ?? null,
    columns: () => columns,
  }
}

function actions(rtl = false): KeyActions {
  return {
    rtl,
    focus: vi.fn(),
    reveal: vi.fn(),
    isEmpty: () => false,
    enterEdits: () => false,
    pageRows: () => 2,
    edit: vi.fn(),
    clear: vi.fn(),
    repeat: vi.fn(),
    toggle: () => false,
    toggleGroup: vi.fn(),
    foldGroup: vi.fn(() => true),
    today: vi.fn(),
    now: vi.fn(),
    undo: vi.fn(),
    redo: vi.fn(),
    insertRows: vi.fn(),
    deleteRows: vi.fn(),
    moveRows: vi.fn(),
    history: vi.fn(),
    cancelCopy: () => false,
    commitAndMove: vi.fn(),
    typed: vi.fn(),
    sayReadOnly: vi.fn(),
  }
}

const press = (key: string, more: KeyboardEventInit = {}, editing = false) => ({
  event: new KeyboardEvent('keydown', { key, cancelable: true, ...more }),
  editing,
})

test('a range follows its cells when rows are inserted, and shrinks to the corner that is left', () => {
  const view = display(['a', 'b', 'c', 'd'])
  const selection = new Selection(view)
  selection.set({ row: 'b', key: 'x' }, { row: 'c', key: 'y' })
  view.rows.unshift('new')
  expect(selection.rects()).toEqual([{ r0: 2, r1: 3, c0: 0, c1: 1 }])
  view.rows.splice(3, 1)
  expect(selection.rects()).toEqual([{ r0: 2, r1: 2, c0: 0, c1: 1 }])
  expect(selection.rows()).toEqual(['b'])
})

test('cells of overlapping ranges are given once', () => {
  const selection = new Selection(display(['a', 'b']))
  selection.set({ row: 'a', key: 'x' }, { row: 'b', key: 'x' })
  selection.set({ row: 'a', key: 'x' }, { row: 'a', key: 'y' }, 'cells', true)
  expect([...selection.cells()].map(({ row, key }) => row + key)).toEqual(['ax', 'bx', 'ay'])
})

test('arrows move, Shift extends, Home and Ctrl+End jump, and in Arabic the left arrow goes on', () => {
  const selection = new Selection(display(['a', 'b', 'c']))
  selection.set({ row: 'a', key: 'x' })
  const keys = actions()
  handleKey(press('ArrowDown'), selection, keys)
  handleKey(press('ArrowRight', { shiftKey: true }), selection, keys)
  expect(selection.rects()).toEqual([{ r0: 1, r1: 1, c0: 0, c1: 1 }])
  handleKey(press('End', { ctrlKey: true }), selection, keys)
  expect(selection.active).toEqual({ row: 'c', key: 'z' })
  handleKey(press('Home'), selection, keys)
  handleKey(press('ArrowLeft'), selection, actions(true))
  expect(selection.active).toEqual({ row: 'c', key: 'y' })
})

test('Tab wraps to the next row and leaves the grid behind the last cell', () => {
  const selection = new Selection(display(['a', 'b']))
  selection.set({ row: 'a', key: 'z' })
  expect(handleKey(press('Tab'), selection, actions())).toBe(true)
  expect(selection.active).toEqual({ row: 'b', key: 'x' })
  selection.set({ row: 'b', key: 'z' })
  expect(handleKey(press('Tab'), selection, actions())).toBe(false)
})

test('shortcuts work on a keyboard layout without Latin letters', () => {
  const selection = new Selection(display(['a']))
  selection.set({ row: 'a', key: 'x' })
  const keys = actions()
  handleKey(press('ئ', { code: 'KeyZ', ctrlKey: true }), selection, keys)
  handleKey(press('غ', { code: 'KeyY', ctrlKey: true }), selection, keys)
  handleKey(press('ش', { code: 'KeyA', ctrlKey: true }), selection, keys)
  expect([vi.mocked(keys.undo).mock.calls.length, vi.mocked(keys.redo).mock.calls.length, selection.size()]).toEqual([
    1, 1, 3,
  ])
})

test('an input method opens the editor inside its first key', () => {
  const selection = new Selection(display(['a']))
  selection.set({ row: 'a', key: 'y' })
  const keys = actions()
  expect(handleKey(press('Process', { keyCode: 229 }), selection, keys)).toBe(true)
  expect(keys.edit).toHaveBeenCalledWith(0, 1, true)
})

test('Enter and Tab in an editor write and move; Delete in an editor is the editor’s', () => {
  const selection = new Selection(display(['a']))
  selection.set({ row: 'a', key: 'y' })
  const keys = actions()
  expect([
    handleKey(press('Enter', {}, true), selection, keys),
    handleKey(press('Tab', { shiftKey: true }, true), selection, keys),
    handleKey(press('Delete', {}, true), selection, keys),
  ]).toEqual([true, true, false])
  expect(vi.mocked(keys.commitAndMove).mock.calls).toEqual([
    [1, 0, false],
    [0, -1, false],
  ])
})

const target = (change: Partial<PasteTarget> = {}): PasteTarget => {
  const rows = ['a', 'b', 'c']
  return {
    rect: { r0: 0, r1: 0, c0: 0, c1: 0 },
    rowAt: (index) => rows[index] ?? null,
    rowCount: rows.length,
    columns: [plainField('x', 2), plainField('n', 3, 'number'), plainField('f', 4, 'formula'), plainField('locked', 5)],
    isWritable: (one) => one.key !== 'locked',
    mayAddRows: true,
    newRowIds: (count) => Array.from({ length: count }, (_, i) => `new${i}`),
    newRowValues: [],
    ...change,
  }
}

function paste(texts: string[][], to: PasteTarget): PastePlan {
  const block = plainBlock(texts)
  return pasteBlock(block, to, readBlock(block, pastedFields(block, to)).read(AS_TYPED))
}

test('a block longer than the sheet adds rows; wider than the sheet it is cut and that is counted', () => {
  const plan = paste(
    [
      ['1', '2', '3', '4', '5'],
      ['6', 'seven', '8', '9', '10'],
    ],
    target({ rect: { r0: 2, r1: 2, c0: 0, c1: 0 } }),
  )
  expect(plan).toEqual({
    writes: [
      { row: 'c', ordinal: 2, value: '1' },
      { row: 'new0', ordinal: 2, value: '6' },
      { row: 'c', ordinal: 3, value: 2 },
      { row: 'new0', ordinal: 3, value: 'seven' },
    ],
    newRows: ['new0'],
    rect: { r0: 2, r1: 3, c0: 0, c1: 3 },
    pasted: 4,
    rejected: [
      {
        write: { row: 'new0', ordinal: 3, value: 'seven' },
        field: expect.objectContaining({ key: 'n' }),
        otherUnit: null,
      },
    ],
    converted: [],
    errorsSkipped: 0,
    computedSkipped: 2,
    readOnlySkipped: 2,
    columnsCut: 1,
    rowsCut: 0,
  })
})

test('one cell fills the whole selection, and a block repeats over a whole multiple of itself only', () => {
  const one = paste([['v']], target({ rect: { r0: 0, r1: 2, c0: 0, c1: 0 } }))
  expect(one.writes.map(({ row }) => row)).toEqual(['a', 'b', 'c'])
  const twice = paste([['1'], ['2']], target({ rect: { r0: 0, r1: 2, c0: 0, c1: 0 } }))
  expect(twice.writes.map(({ value }) => value)).toEqual(['1', '2'])
})

test('where nothing of the block may be written no rows are added for it', () => {
  const plan = paste([['1'], ['2'], ['3']], target({ rect: { r0: 2, r1: 2, c0: 2, c1: 2 } }))
  expect([plan.writes, plan.newRows, plan.computedSkipped, plan.rowsCut]).toEqual([[], [], 3, 0])
})

test('where rows may not be added, the rest of the block is cut and counted', () => {
  const plan = paste([['1'], ['2']], target({ rect: { r0: 2, r1: 2, c0: 0, c1: 0 }, mayAddRows: false }))
  expect([plan.writes, plan.rowsCut, plan.rect.r1]).toEqual([[{ row: 'c', ordinal: 2, value: '1' }], 1, 2])
})

test('Alt+Shift+H asks for the history of the active cell, on every layout', () => {
  const view = display(['a', 'b'])
  const selection = new Selection(view)
  selection.set({ row: 'a', key: 'x' })
  const acts = actions()
  for (const key of ['H', '\u00d3', '\u0623']) {
    expect(handleKey(press(key, { altKey: true, shiftKey: true, code: 'KeyH' }), selection, acts)).toBe(true)
  }
  expect(acts.history).toHaveBeenCalledTimes(3)
  handleKey(press('H', { shiftKey: true, code: 'KeyH' }), selection, acts)
  handleKey(press('H', { altKey: true, shiftKey: true, ctrlKey: true, code: 'KeyH' }), selection, acts)
  expect(acts.history).toHaveBeenCalledTimes(3)
})

test('Enter returns to the column in which tabbing began, and any other step forgets it', () => {
  const selection = new Selection(display(['a', 'b', 'c']))
  const on = actions()
  const after = (...keys: string[]): string => {
    keys.forEach((key) => handleKey(press(key), selection, on))
    return `${selection.active?.row ?? ''}${selection.active?.key ?? ''}`
  }
  selection.set({ row: 'a', key: 'y' })
  expect(after('Tab', 'Enter')).toBe('by')
  expect(after('Enter')).toBe('cy')
  selection.set({ row: 'a', key: 'x' })
  expect(after('Tab', 'Tab', 'ArrowLeft', 'Enter')).toBe('by')
})

test('where Enter is to edit it opens the editor of one cell; it still goes up with Shift, and round a range', () => {
  const selection = new Selection(display(['a', 'b', 'c']))
  const on = { ...actions(), enterEdits: () => true }
  selection.set({ row: 'b', key: 'y' })
  expect([handleKey(press('Enter'), selection, on), vi.mocked(on.edit).mock.calls]).toEqual([true, [[1, 1]]])
  handleKey(press('Enter', { shiftKey: true }), selection, on)
  expect(selection.active).toEqual({ row: 'a', key: 'y' })
  selection.set({ row: 'a', key: 'x' }, { row: 'b', key: 'x' })
  handleKey(press('Enter'), selection, on)
  expect([selection.active, vi.mocked(on.edit).mock.calls.length]).toEqual([{ row: 'b', key: 'x' }, 1])
})

test('Ctrl+D and Ctrl+R repeat, Ctrl+Shift+R and the keys of the clipboard are left to the browser', () => {
  const selection = new Selection(display(['a', 'b']))
  selection.set({ row: 'a', key: 'x' }, { row: 'b', key: 'y' })
  const on = actions()
  const handled = [
    press('d', { ctrlKey: true }),
    press('r', { metaKey: true }),
    press('R', { ctrlKey: true, shiftKey: true }),
    press('Insert', { shiftKey: true }),
  ].map((one) => [handleKey(one, selection, on), one.event.defaultPrevented])
  expect(handled).toEqual([
    [true, true],
    [true, true],
    [false, false],
    [true, false],
  ])
  expect(vi.mocked(on.repeat).mock.calls).toEqual([['down'], ['across']])
})

const [G, H] = [groupId([{ key: 'x', value: '1' }]), groupId([{ key: 'x', value: '2' }])]

test('heads of groups hold no cells: they are selected over, and never counted, copied or written', () => {
  const selection = new Selection(display([G, 'a', 'b', H, 'c']))
  selection.set({ row: G, key: 'x' }, { row: 'c', key: 'y' })
  expect([...selection.cells()].map(({ row, key }) => row + key)).toEqual(['ax', 'ay', 'bx', 'by', 'cx', 'cy'])
  expect([selection.rows(), selection.size()]).toEqual([['a', 'b', 'c'], 6])
  selection.selectAll()
  expect([selection.rows(), selection.size()]).toEqual([['a', 'b', 'c'], 9])
  selection.set({ row: H, key: 'x' })
  expect([[...selection.cells()], selection.rows(), selection.size()]).toEqual([[], [], 0])
})

test('arrows go to the head of a group, Tab, Enter and Ctrl+arrow pass it over', () => {
  const selection = new Selection(display([G, 'a', H, 'b']))
  const on = actions()
  const after = (key: string, more: KeyboardEventInit = {}): string => {
    handleKey(press(key, more), selection, on)
    return `${selection.active?.row ?? ''}${selection.active?.key ?? ''}`
  }
  selection.set({ row: 'a', key: 'z' })
  expect(after('ArrowDown')).toBe(`${H}z`)
  expect([after('ArrowUp'), after('Enter'), after('Enter', { shiftKey: true })]).toEqual(['az', 'bz', 'az'])
  expect([after('Tab'), after('Tab', { shiftKey: true })]).toEqual(['bx', 'az'])
  expect([after('ArrowDown', { ctrlKey: true }), after('ArrowUp', { ctrlKey: true })]).toEqual(['bz', 'az'])
  selection.set({ row: 'a', key: 'x' }, { row: 'b', key: 'x' })
  expect([after('Enter'), after('Enter')]).toEqual(['bx', 'ax'])
})

test('on a head Enter and Space open and close, Alt+Shift+arrow does anywhere and is mirrored, and nothing is typed', () => {
  const selection = new Selection(display([G, 'a']))
  const on = actions()
  selection.set({ row: G, key: 'x' })
  for (const key of ['Enter', ' ', 'x', 'F2']) {
    expect(handleKey(press(key), selection, on)).toBe(true)
  }
  expect(on.toggleGroup).toHaveBeenCalledTimes(2)
  expect([on.edit, on.typed].map((one) => vi.mocked(one).mock.calls)).toEqual([[], []])
  selection.set({ row: 'a', key: 'x' })
  const aside = { altKey: true, shiftKey: true }
  handleKey(press('ArrowLeft', aside), selection, on)
  handleKey(press('ArrowRight', aside), selection, on)
  const mirrored = actions(true)
  handleKey(press('ArrowLeft', aside), selection, mirrored)
  expect(vi.mocked(on.foldGroup).mock.calls).toEqual([[true], [false]])
  expect(vi.mocked(mirrored.foldGroup).mock.calls).toEqual([[false]])
})

test('a paste goes by the rows of the sheet: over a head to those below it', () => {
  const view = display([G, 'a', 'b', H, 'c'])
  const rows = dataRows(view)
  const at = (r0: number, r1: number) => {
    const rect = rows.rectOf({ r0, r1, c0: 0, c1: 0 })
    return [rect.r0, rect.r1]
  }
  expect([rows.count, rows.rowAt(0), rows.rowAt(2), rows.rowAt(3)]).toEqual([3, 'a', 'c', null])
  expect([at(0, 0), at(0, 1), at(2, 4), at(3, 3), at(1, 3)]).toEqual([
    [0, 0],
    [0, 0],
    [1, 2],
    [2, 2],
    [0, 1],
  ])
})
