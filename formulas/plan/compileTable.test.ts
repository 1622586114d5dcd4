import { expect, test } from 'vitest'
import { evaluateTable } from '#formulas/evaluate/evaluateTable.ts'
import { formulaError } from '#formulas/evaluate/formulaErrors.ts'
import type { FormulaField } from '#formulas/FormulaContext.ts'
import { columnsOf } from '#formulas/testing/columns.ts'
import { contextOf, fieldOf } from '#formulas/testing/context.ts'
import { compileFormula } from './compileFormula.ts'
import { compileTable } from './compileTable.ts'

const formula = (key: string, source: string, unit: string | null = null): FormulaField =>
  fieldOf(key, unit, { type: 'formula', formula: source })

function tableOf(fields: FormulaField[]): ReturnType<typeof compileTable> {
  return compileTable(fields, contextOf(fields))
}

test('[EVAL3] formulas that read formulas are ordered, whatever the order of the fields', () => {
  const table = tableOf([formula('c', 'b * 2'), formula('b', 'a + 1'), fieldOf('a')])
  expect(table.order).toEqual(['b', 'c'])
  const { columns } = evaluateTable(table, columnsOf([{ a: 1 }, { a: 4 }]), 2)
  expect([...columns.get('c')!.numbers]).toEqual([4, 10])
})

test('[EVAL3] only the listed slots are computed', () => {
  const table = tableOf([fieldOf('a'), formula('b', 'a + 1'), formula('c', 'b * 2')])
  const { columns } = evaluateTable(table, columnsOf([{ a: 1 }, { a: 2 }, { a: 3 }]), Uint32Array.of(2, 0))
  expect([...columns.get('c')!.numbers]).toEqual([8, 4])
})

test('[EVAL3] an error keeps its reason through the formulas that read it', () => {
  const table = tableOf([
    fieldOf('a'),
    fieldOf('b'),
    formula('c', 'a / b'),
    formula('d', 'c + 1'),
    formula('e', 'coalesce(d, 0)'),
  ])
  const { columns } = evaluateTable(table, columnsOf([{ a: 1, b: 0 }, { a: 1 }]), 2)
  expect([...columns.get('d')!.errors].map(formulaError)).toEqual(['division-by-zero', 'missing'])
  expect([...columns.get('e')!.errors].map(formulaError)).toEqual(['division-by-zero', null])
})

test('[EVAL3] texts and conditions are read by other formulas', () => {
  const table = tableOf([
    fieldOf('a'),
    formula('big', 'a > 10'),
    formula('size', 'if(big, "big", "small")'),
    formula('points', 'if(size == "big", 2, 1)'),
  ])
  const { columns } = evaluateTable(table, columnsOf([{ a: 5 }, { a: 50 }, {}]), 3)
  expect(columns.get('size')!.texts).toEqual(['small', 'big', null])
  expect([...columns.get('points')!.numbers]).toEqual([1, 2, Number.NaN])
  expect(formulaError(columns.get('points')!.errors[2]!)).toBe('missing')
})

test('[EVAL3] a formula field is read in its own unit', () => {
  const table = tableOf([fieldOf('a', 'kWh'), formula('b', 'a * 2', 'MWh'), formula('c', 'b + a', 'kWh')])
  const { columns } = evaluateTable(table, columnsOf([{ a: 500 }]), 1)
  expect([columns.get('b')!.numbers[0], columns.get('c')!.numbers[0]]).toEqual([1, 1500])
})

test('[EVAL4] a ring is reported whole, and who reads it gets circular', () => {
  const table = tableOf([
    fieldOf('n'),
    formula('a', 'b + 1'),
    formula('b', 'c + 1'),
    formula('c', 'a + 1'),
    formula('reader', 'a + n'),
    formula('self', 'self * 2'),
    formula('free', 'n * 2'),
  ])
  expect(table.order).toEqual(['free', 'reader'].sort((x, y) => table.order.indexOf(x) - table.order.indexOf(y)))
  expect([...table.problems.keys()].sort()).toEqual(['a', 'b', 'c', 'self'])
  expect(table.problems.get('b')).toEqual([
    {
      code: 'circular',
      message: 'These formulas refer to each other in a circle: a → b → c → a. Change one of them.',
      start: 0,
      end: 5,
    },
  ])
  const { columns } = evaluateTable(table, columnsOf([{ n: 1 }]), 1)
  expect(formulaError(columns.get('reader')!.errors[0]!)).toBe('circular')
  expect(columns.get('free')!.numbers[0]).toBe(2)
})

test('[EVAL4] a long chain of formulas is no ring and takes no time', () => {
  const links = Array.from({ length: 300 }, (_, i) => formula(`f${i + 1}`, `f${i} + f${i}`))
  const table = tableOf([fieldOf('f0'), ...links])
  expect(table.problems.size).toBe(0)
  expect(table.order).toHaveLength(300)
})

test('[SYN5] formulas that double each other are not taken apart without end', () => {
  const links = Array.from({ length: 60 }, (_, i) => formula(`f${i + 1}`, `f${i} + f${i}`, 'kgCO2e'))
  const fields = [fieldOf('f0', 'kgCO2e'), ...links]
  const context = contextOf(fields)
  const total = compileFormula('f60 * 1', context, { gas: 'CO2' })
  expect(total.ok ? 'compiled' : total.error[0]?.code).toBe('compiled')
})
