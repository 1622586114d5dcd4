import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printFormula } from '#formulas/testing/printFormula.ts'
import { type Ast, type Operator, OPERATORS } from './Ast.ts'
import { parseFormula } from './parseFormula.ts'
import { withoutPlaces } from './references.ts'

const place = { start: 0, end: 0 }
const name = fc
  .stringMatching(/^[a-z][a-z0-9_]{0,6}$/)
  .filter(
    (key) =>
      !['and', 'or', 'not', 'to', 'in', 'mod', 'xor', 'true', 'false', 'null', 'undefined', 'this'].includes(key),
  )
const literal = fc
  .oneof(
    fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
    fc.boolean(),
    fc.string({ maxLength: 8 }).filter((text) => !/["\\\s]/.test(text)),
  )
  .map((value): Ast => ({ kind: 'literal', value, ...place }))
const field = fc
  .tuple(name, fc.option(fc.oneof(fc.constant('this'), name), { nil: undefined }))
  .map(([key, of]): Ast => ({ kind: 'field', key, ...(of !== undefined && { of }), ...place }))

const { tree } = fc.letrec<{ tree: Ast }>((tie) => {
  const operators = Object.entries(OPERATORS) as [Operator, number][]
  const operation = fc
    .tuple(fc.constantFrom(...operators), tie('tree'), tie('tree'))
    .map(([[operator, count], a, b]): Ast => ({
      kind: 'operation',
      operator,
      operands: [a, b].slice(0, count),
      ...place,
    }))
  const call = fc
    .tuple(name, fc.array(tie('tree'), { minLength: 1, maxLength: 3 }))
    .map(([called, args]): Ast => ({ kind: 'call', name: called, args, ...place }))
  return { tree: fc.oneof({ maxDepth: 6, depthSize: 'small' }, literal, field, operation, call) }
})

/** The same without places. */
function bare(ast: Ast): Ast {
  switch (ast.kind) {
    case 'operation':
      return { ...ast, operands: ast.operands.map(bare), ...place }
    case 'call':
      return { ...ast, args: ast.args.map(bare), ...place }
    default:
      return { ...ast, ...place }
  }
}

test('[SYN9] what is printed is read as the same tree', () => {
  fc.assert(
    fc.property(tree, (ast) => {
      const parsed = parseFormula(printFormula(ast))
      expect(parsed.ok ? bare(parsed.value) : parsed.error).toEqual(bare(ast))
      expect(parsed.ok && printFormula(parsed.value)).toBe(printFormula(ast))
    }),
    { numRuns: 500 },
  )
})

test('[SYN8] a name behind a dot is one name with its place', () => {
  const parsed = parseFormula('meters.quantity + this.price')
  const operands = parsed.ok && parsed.value.kind === 'operation' ? parsed.value.operands : []
  expect(operands).toEqual([
    { kind: 'field', key: 'quantity', of: 'meters', start: 0, end: 15 },
    { kind: 'field', key: 'price', of: 'this', start: 18, end: 28 },
  ])
  expect(operands.map(withoutPlaces)).toEqual([
    { kind: 'field', key: 'quantity', start: 0, end: 15 },
    { kind: 'field', key: 'price', start: 18, end: 28 },
  ])
})
