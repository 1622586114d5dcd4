import type { Column } from 'ag-grid-community'
import { expect, test } from 'vitest'
import { AwaitedColumn } from './AwaitedColumn.ts'

function gridWithout(key: string) {
  const root = document.createElement('div')
  const focused: string[] = []
  let isThere = false
  const api = {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only whether there is one is asked
    getColumn: (asked: unknown) => (isThere && asked === key ? ({} as Column) : null),
    ensureColumnVisible: () => {},
    setFocusedHeader: (column: unknown) => void focused.push(String(column)),
  }
  const awaited = new AwaitedColumn(
    () => api,
    () => root,
  )
  const arrive = async (): Promise<void> => {
    isThere = true
    awaited.columnsChanged()
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
  return { root, focused, awaited, arrive }
}

test('the header of a column that was asked for gets the keyboard when the column comes, once', async () => {
  const { awaited, arrive, focused } = gridWithout('doubled')
  awaited.goTo('doubled')
  await arrive()
  await arrive()
  expect(focused).toEqual(['doubled'])
})

test.each(['pointerdown', 'keydown'])(
  'who has gone on with something else by then (%s) keeps the keyboard',
  async (sign) => {
    const { root, awaited, arrive, focused } = gridWithout('doubled')
    awaited.goTo('doubled')
    root.dispatchEvent(new Event(sign))
    await arrive()
    expect(focused).toEqual([])
  },
)
