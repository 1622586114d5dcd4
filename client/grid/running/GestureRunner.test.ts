import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SheetEditing } from '#collab/binding/SheetEditing.ts'
import { sheetOf } from '../testing/sheetOf.ts'
import { GestureRunner } from './GestureRunner.ts'

const ROWS = 12_000
const PIECE_MS = 300

/** Every look at the clock takes so long: each piece is a slice of its own, and all of them take more than a second. */
beforeEach(() => {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => (now += PIECE_MS))
})
afterEach(() => vi.restoreAllMocks())

function desk(rows = ROWS) {
  const ids = Array.from({ length: rows }, (_, i) => `r${i}`)
  const { model, sheet } = sheetOf(Object.fromEntries(ids.map((id, i) => [id, [`Meter ${i}`, i]])))
  const editing = new SheetEditing({ columns: model.store, partOf: () => sheet, mayWrite: () => true })
  const changes: number[] = []
  model.onChange(({ rows: changed }) => changes.push(changed === 'all' ? -1 : changed.size))
  model.flush()
  changes.length = 0
  const clear = () =>
    editing.begin({
      kind: 'cleared',
      writes: ids.flatMap((row) => [2, 3, 4].map((ordinal) => ({ row, ordinal, value: 'cleared' }))),
    })
  const filled = (): number => ids.filter((id) => model.value(id, 'name') !== 'cleared').length
  return { ids, model, editing, changes, clear, filled, runner: new GestureRunner() }
}

test('few cells are written at once, and the sheet is told before anything else happens', () => {
  const { editing, runner, model, changes } = desk(3)
  const said: (number | null)[] = []
  const run = editing.begin({ writes: [{ row: 'r1', ordinal: 3, value: 5 }] })
  runner.run(run, model, (cells) => said.push(cells, ...changes))
  expect(said).toEqual([1, 1])
})

test('very many cells are written in slices, others get in between, and the sheet is told once of all of them', async () => {
  const { runner, model, changes, clear, filled } = desk()
  const seen: number[] = []
  let isOver = false
  runner.run(clear(), model, () => (isOver = true))
  while (!isOver) {
    seen.push(filled())
    await new Promise((resolve) => setTimeout(resolve))
  }
  expect({ between: seen.length > 1, first: seen[0], told: changes, left: filled() }).toEqual({
    between: true,
    first: ROWS,
    told: [ROWS],
    left: 0,
  })
})

test('what takes more than a second shows how far it is, and is over with it', async () => {
  const { runner, model, clear } = desk()
  const shown: (number | null)[] = []
  runner.subscribe(() => shown.push(runner.progress()?.done ?? null))
  await new Promise((resolve) => runner.run(clear(), model, resolve))
  expect(shown.at(-1)).toBeNull()
  expect(shown.length).toBeGreaterThan(1)
  const parts = shown.slice(0, -1)
  expect(parts.every((done, i) => done !== null && done > (parts[i - 1] ?? 0) && done <= 1)).toBe(true)
})

test('cancelled, all cells are as they were, and nothing is left to undo', async () => {
  const { runner, model, editing, changes, clear, filled } = desk()
  const shown: (boolean | undefined)[] = []
  runner.subscribe(() => shown.push(runner.progress()?.isCancelled))
  const over = new Promise((resolve) => runner.run(clear(), model, resolve))
  runner.cancel()
  expect([await over, filled(), editing.canUndo, editing.canRedo]).toEqual([null, ROWS, false, false])
  expect([shown[0], shown.at(-1), runner.progress()]).toEqual([true, undefined, null])
  expect(changes).toEqual([3334])
})

test('another gesture finishes the one that goes on, whose end is told first', async () => {
  const { runner, model, editing, clear } = desk()
  const ends: string[] = []
  runner.run(clear(), model, (cells) => ends.push(`cleared ${cells}`))
  runner.run(editing.begin({ writes: [{ row: 'r0', ordinal: 2, value: 'typed' }] }), model, () => ends.push('typed'))
  expect([ends, model.value('r0', 'name')]).toEqual([[`cleared ${3 * ROWS}`, 'typed'], 'typed'])
  await new Promise((resolve) => setTimeout(resolve))
  expect(ends.length).toBe(2)
})
