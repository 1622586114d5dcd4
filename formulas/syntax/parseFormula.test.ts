import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FORMULA_FUNCTIONS } from '#formulas/functions/registry.ts'
import { parseFormula } from './parseFormula.ts'
import { RESERVED_WORDS } from './reservedWords.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'

function problemOf(source: string): { code: string; part: string; message: string } | null {
  const result = parseFormula(source)
  const problem = result.ok ? undefined : result.error[0]
  return problem
    ? { code: problem.code, part: source.slice(problem.start, problem.end), message: problem.message }
    : null
}

const SYN1_CASES = [
  'quantity * factor(fuel, "CO2e")',
  '-a ^ 2 + (b - 3.5e-2) / .5',
  'not (a >= 1 and b != "x") or true',
  'if(a == 1, 2, 3)',
  '((a))',
] as const

test.each(SYN1_CASES)('[SYN1] accepts %s', (source) => {
  expect(problemOf(source)).toBeNull()
})

const SYN2_CASES = [
  ['a = 1', '=', 'syntax'],
  ['a.b.c', '.', 'syntax'],
  ['a .b', '.', 'syntax'],
  ['a.b(1)', 'a.b', 'not-allowed'],
  ['2.a', '.', 'syntax'],
  ['true.a', 'true.a', 'not-allowed'],
  ['a["constructor"]', '[', 'syntax'],
  ['{a: 1}', '{', 'syntax'],
  ['a; b', ';', 'syntax'],
  ['a ? b : c', '?', 'syntax'],
  ['"a\\"b"', '"', 'syntax'],
  ['a # comment', '#', 'syntax'],
  ["'x'", "'", 'syntax'],
  ['a!', '!', 'syntax'],
  ['2 a', 'a', 'syntax'],
  ['a(1)(2)', '(', 'syntax'],
  ['a < b < c', 'a', 'not-allowed'],
  ['a mod b', 'a', 'not-allowed'],
  ['a to b', 'a', 'not-allowed'],
  ['a xor b', 'a', 'not-allowed'],
  ['null', 'null', 'not-allowed'],
  ['undefined', 'undefined', 'not-allowed'],
  ['NaN', 'NaN', 'not-allowed'],
  ['1e400', '1e400', 'not-allowed'],
] as const

test.each(SYN2_CASES)('[SYN2] refuses %s at %s', (source, part, code) => {
  expect(problemOf(source)).toMatchObject({ code, part })
})

test('[SYN3] a part has its place, parentheses included', () => {
  const source = 'a +\n (b * 2)'
  const result = parseFormula(source)
  expect(result.ok && result.value).toEqual({
    kind: 'operation',
    operator: 'add',
    start: 0,
    end: 12,
    operands: [
      { kind: 'field', key: 'a', start: 0, end: 1 },
      {
        kind: 'operation',
        operator: 'multiply',
        start: 5,
        end: 12,
        operands: [
          { kind: 'field', key: 'b', start: 6, end: 7 },
          { kind: 'literal', value: 2, start: 10, end: 11 },
        ],
      },
    ],
  })
})

test('[SYN3] an unfinished formula is underlined at its end', () => {
  expect(problemOf('a +')).toMatchObject({
    part: '+',
    message: 'The formula ends too early. Something is missing here.',
  })
  expect(problemOf('')?.code).toBe('empty')
})

test('[SYN4] limits on length, parts and nesting', () => {
  expect(problemOf('a'.repeat(2001))?.code).toBe('too-long')
  expect(problemOf(Array(260).fill('a').join('+'))?.code).toBe('too-many-parts')
  expect(problemOf(Array(200).fill('a').join('-'))).toBeNull()
  expect(problemOf(`${'('.repeat(51)}a${')'.repeat(51)}`)?.code).toBe('too-deep')
  expect(problemOf(`${'('.repeat(40)}a${')'.repeat(40)}`)).toBeNull()
  expect(problemOf(`${'-'.repeat(60)}a`)?.code).toBe('too-deep')
  expect(problemOf(Array(60).fill('2').join('^'))?.code).toBe('too-deep')
  expect(problemOf(`${'not '.repeat(60)}a`)?.code).toBe('too-deep')
})

test('[SYN6] a line break is a space', () => {
  expect(problemOf('a\n+\r\n\tb')).toBeNull()
})

const HOSTILE = [
  'import("fs")',
  'createUnit("x")',
  'parse("1")',
  'evaluate("1")',
  'cos.constructor("return process")()',
  'f(x) = x',
  '[1,2][1]',
  'a.map(f)',
  '"".constructor.constructor("return 1")()',
  'expression.docs',
  'config({})',
  'typed("x")',
  'chain(1).done()',
  'simplify("1")',
  'derivative("x","x")',
  'reviver',
  '__proto__',
  'constructor',
  'toString()',
  'hasOwnProperty("a")',
  '1:1e9',
  'zeros(1e9)',
  'range(0,1e9)',
  'factorial(1e6)',
  '10^10^10^10',
  '('.repeat(1999),
  '-'.repeat(1999),
  '!'.repeat(1999),
  `${'1+('.repeat(600)}1`,
  '"'.repeat(1999),
  '\u0000',
  '\ud800',
  '𝒳 + 1',
  'a\u2028b',
]

test.each(HOSTILE)('[SYN5] %s is a problem or a harmless tree, never an exception', (source) => {
  const result = parseFormula(source)
  expect(typeof result.ok).toBe('boolean')
})

test('[SYN5] no text makes the parser throw, and every problem lies inside the text', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom(
      'a',
      '(',
      ')',
      '+',
      '-',
      '*',
      '^',
      '"x"',
      ',',
      ' not ',
      ' and ',
      '<',
      '==',
      '1',
      '.',
      '[',
      '=',
      ' to ',
      '%',
      "'",
    ),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const source = pieces.join('')
      const result = parseFormula(source)
      const places = result.ok ? [] : result.error
      const inside = places.filter(({ start, end }) => start >= 0 && start <= end && end <= Math.max(source.length, 1))
      expect(inside).toEqual(places)
    }),
    { numRuns: sizeOf({ short: 2000, long: 100_000 }) },
  )
})

test.each(RESERVED_WORDS)('[SYN7] %s stands between parts or for a value, not for a field', (word) => {
  const alone = parseFormula(word)
  const isOperator = problemOf(`a ${word} b`)?.code !== 'syntax'
  expect(isOperator || !alone.ok || alone.value.kind === 'literal').toBe(true)
})

test.each([...FORMULA_FUNCTIONS.keys()])('[SYN7] a field may be called %s like the function', (name) => {
  expect(parseFormula(`${name} * ${name}(${name})`)).toMatchObject({
    ok: true,
    value: {
      operands: [
        { kind: 'field', key: name },
        { kind: 'call', name, args: [{ kind: 'field', key: name }] },
      ],
    },
  })
})
