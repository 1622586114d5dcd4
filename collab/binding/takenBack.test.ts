import { expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { Peer, ROWS, TinyServer } from '#collab/testing/gateFixture.ts'
import { gestureRange, GestureOrigin } from './GestureOrigin.ts'
import { newGestureId, type GestureRange } from '../protocol/gestures.ts'
import { writeCells } from './cellWrites.ts'
import type { FormerWrite } from './SheetEditing.ts'
import { takenBack } from './takenBack.ts'

/** Somebody who may not write field 3 of r1, and somebody who may, at a server that takes back without a word. */
class Situation {
  readonly author = new Peer('viewer')
  readonly other = new Peer('boss')
  readonly #server = new TinyServer([this.author, this.other])
  readonly #ranges: GestureRange[] = []
  readonly #written: FormerWrite[] = []

  constructor() {
    this.author.doc.on('afterTransaction', (transaction) => {
      this.#ranges.push(...[gestureRange(transaction)].filter((range) => range !== null))
    })
  }

  write(cells: readonly [row: string, ordinal: number, value: CellValue][]): this {
    const gesture = { kind: 'pasted', id: newGestureId() } as const
    const writes = cells.map(([row, ordinal, value]) => ({ row, ordinal, value }))
    writeCells(this.author.sheet, writes, new GestureOrigin(gesture))
    this.#written.push(...writes.map((write) => ({ ...write, gesture })))
    return this
  }

  /** The server has it, and everybody has what the server has. */
  settle(): this {
    for (const peer of [this.author, this.other]) {
      this.#server.takeAll(peer)
    }
    this.#server.settle()
    return this
  }

  /** Of the last word in each cell. */
  takenBack(): string[] {
    const last = new Map(this.#written.map((write) => [`${write.row}:${write.ordinal}`, write]))
    return takenBack(this.author.sheet, [...last.values()], this.#ranges).map(({ row, ordinal }) => `${row}:${ordinal}`)
  }
}

test('[SAVE2] a cell that was refused is found, and one that was not is not', () => {
  const situation = new Situation()
  situation.write([['r1', 3, 'no']]).write([['r1', 2, 'yes']])
  expect(situation.settle().takenBack()).toEqual(['r1:3'])
})

test('[SAVE2] so is one that was written twice before it was refused', () => {
  const situation = new Situation()
  situation.write([['r1', 3, 'no']]).write([['r1', 3, 'no again']])
  expect(situation.settle().takenBack()).toEqual(['r1:3'])
})

test('[SAVE2] so are the refused cells of a bulk write, and no others', () => {
  const situation = new Situation()
  situation.write(ROWS.flatMap((row) => [2, 3].map((ordinal): [string, number, string] => [row, ordinal, 'pasted'])))
  expect(situation.settle().takenBack()).toEqual(['r1:3', 'r2:3', 'r3:3'])
})

test('[SAVE2] so are cells in which somebody has written since', () => {
  const situation = new Situation()
  situation.write([['r1', 3, 'no']]).settle()
  situation.other.sheet.set('r1', 3, 'of somebody else')
  expect(situation.settle().takenBack()).toEqual(['r1:3'])
})

test('[SAVE2] what others wrote over, in single cells or in bulk, was not refused', () => {
  const situation = new Situation()
  situation.write([['r1', 2, 'one']]).write([['r2', 2, 'two']])
  situation.write(ROWS.flatMap((row) => [4, 5].map((ordinal): [string, number, string] => [row, ordinal, 'pasted'])))
  situation.settle()
  situation.other.sheet.set('r1', 2, 'of somebody else')
  situation.other.sheet.write(ROWS, [2, 4], () => 'of somebody else')
  expect(situation.settle().takenBack()).toEqual([])
})

test('[SAVE2] a bulk write that stands does not hide that a later one was cut', () => {
  const situation = new Situation()
  situation.write(ROWS.flatMap((row) => [2, 4].map((ordinal): [string, number, string] => [row, ordinal, 'first'])))
  situation.write(ROWS.flatMap((row) => [2, 3].map((ordinal): [string, number, string] => [row, ordinal, 'second'])))
  situation.settle()
  situation.other.sheet.write(ROWS, [2, 4], () => 'of somebody else')
  expect(situation.settle().takenBack()).toEqual(['r1:3', 'r2:3', 'r3:3'])
})
