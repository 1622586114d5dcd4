import fc from 'fast-check'
import { all, create, type Unit } from 'mathjs'
import { expect, test } from 'vitest'
import { evaluateTable } from '#formulas/evaluate/evaluateTable.ts'
import { FORMULA_ERRORS } from '#formulas/evaluate/formulaErrors.ts'
import { columnsOf } from '#formulas/testing/columns.ts'
import { contextOf, fieldOf } from '#formulas/testing/context.ts'
import { compileTable } from './compileTable.ts'

const math = create(all!, { relTol: 1e-14, absTol: 0 })

interface Row {
  energy: number
  heat: number
  a: number
  b: number
  site: string
}

/** Of no rows there is no average. */
class NoRows extends Error {}

/** A formula in our words, and as mathjs computes it for one row among all, with its own units. */
interface Both {
  ours: string
  theirs: (row: Row, rows: readonly Row[]) => unknown
}

const scopeOf = ({ energy, heat, a, b }: Row) => ({
  energy: math.unit(energy, 'kWh'),
  heat: math.unit(heat, 'MWh'),
  a,
  b,
})
const word = (text: string): Both => ({ ours: text, theirs: (row) => math.evaluate(text, scopeOf(row)) })
const joined =
  (op: string) =>
  ([x, y]: [Both, Both]): Both => ({
    ours: `(${x.ours} ${op} ${y.ours})`,
    theirs: (row, rows) => math.evaluate(`x ${op} y`, { x: x.theirs(row, rows), y: y.theirs(row, rows) }),
  })
const called =
  (name: string) =>
  (parts: Both[]): Both => ({
    ours: `${name}(${parts.map(({ ours }) => ours).join(', ')})`,
    theirs: (row, rows) => {
      const values = parts.map((part, i) => [`x${i}`, part.theirs(row, rows)] as const)
      return math.evaluate(`${name}(${values.map(([key]) => key).join(', ')})`, Object.fromEntries(values))
    },
  })
const chosen = ([condition, yes, no]: [Both, Both, Both]): Both => ({
  ours: `if(${condition.ours}, ${yes.ours}, ${no.ours})`,
  theirs: (row, rows) => (condition.theirs(row, rows) === true ? yes : no).theirs(row, rows),
})
const gathered = ([name, of, isOfSite, isPositive]: [string, Both, boolean, boolean]): Both => ({
  ours: `${name}_of(${of.ours}${isOfSite || isPositive ? `, ${[isOfSite ? 'site == this.site' : '', isPositive ? 'a > 0' : ''].filter((part) => part !== '').join(' and ')}` : ''})`,
  theirs: (row, rows) => {
    const met = rows.filter((one) => (!isOfSite || one.site === row.site) && (!isPositive || one.a > 0))
    const values = met.map((one) => of.theirs(one, rows))
    if (values.length === 0 && name !== 'sum') {
      throw new NoRows()
    }
    return values.length === 0
      ? math.unit(0, 'kWh')
      : math.evaluate(`${name === 'avg' ? 'mean' : name}(x)`, { x: values })
  },
})

const energyLeaf = fc.constantFrom('energy', 'heat').map(word)
const plainLeaf = fc.oneof(fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 9 }).map(String)).map(word)
/** Leaves only: what was divided may be equal in one arithmetic and not in the other. */
const condition = fc.oneof(
  fc.tuple(energyLeaf, energyLeaf).map(joined('<')),
  fc.tuple(plainLeaf, plainLeaf).map(joined('>=')),
  fc.tuple(energyLeaf, energyLeaf).map(joined('==')),
)
const { energy } = fc.letrec<{ energy: Both; row: Both; plain: Both }>((tie) => ({
  plain: fc.oneof(
    { maxDepth: 3 },
    plainLeaf,
    fc.tuple(tie('plain'), tie('plain')).map(joined('+')),
    fc.tuple(tie('plain'), tie('plain')).map(joined('*')),
    fc
      .tuple(
        tie('plain'),
        plainLeaf.map((leaf) => joined('+')([called('abs')([leaf]), word('1')])),
      )
      .map(joined('/')),
  ),
  row: fc.oneof(
    { maxDepth: 3 },
    energyLeaf,
    fc.tuple(tie('row'), tie('row')).map(joined('+')),
    fc.tuple(tie('row'), tie('row')).map(joined('-')),
    fc.tuple(tie('row'), tie('plain')).map(joined('*')),
    fc.tuple(condition, tie('row'), tie('row')).map(chosen),
    fc.tuple(tie('row'), tie('row')).map((parts) => called('max')(parts)),
    tie('row').map((part) => called('abs')([part])),
  ),
  energy: fc.oneof(
    { maxDepth: 3 },
    tie('row'),
    fc.tuple(fc.constantFrom('sum', 'avg', 'min', 'max'), tie('row'), fc.boolean(), fc.boolean()).map(gathered),
    fc.tuple(tie('energy'), tie('energy')).map(joined('+')),
    fc.tuple(condition, tie('energy'), tie('energy')).map(chosen),
  ),
}))

const whole = fc.integer({ min: -20, max: 20 })
const rows = fc.array(
  fc.record({ energy: whole, heat: whole, a: whole, b: whole, site: fc.constantFrom('HQ', 'Mill') }),
  { minLength: 1, maxLength: 6 },
)

const FIELDS = [
  fieldOf('energy', 'kWh'),
  fieldOf('heat', 'MWh'),
  fieldOf('a'),
  fieldOf('b'),
  fieldOf('site', null, { type: 'text' }),
]

function resultsOf(formula: string, data: readonly Row[], unit = 'kWh') {
  const fields = [...FIELDS, fieldOf('result', unit, { type: 'formula', formula })]
  const table = compileTable(fields, contextOf(fields))
  expect(table.problems.get('result') ?? []).toEqual([])
  const cells = data.map(({ energy: kwh, heat, a, b, site }) => ({ energy: kwh, heat, a, b, site }))
  return evaluateTable(table, columnsOf(cells), data.length).columns.get('result')!
}

function resultOrNull(compute: () => unknown): Unit | null {
  try {
    return compute() as Unit
  } catch (error) {
    if (error instanceof NoRows) {
      return null
    }
    throw error
  }
}

test('[EVAL5] mathjs with units of its own, row by row, gives what the columns give', () => {
  fc.assert(
    fc.property(energy, rows, ({ ours, theirs }, data) => {
      fc.pre(ours.length < 2000 && (ours.match(/_of\(/g) ?? []).length <= 10)
      const { numbers, errors } = resultsOf(ours, data)
      data.forEach((row, at) => {
        const expected = resultOrNull(() => theirs(row, data))
        if (expected === null) {
          expect([ours, errors[at]]).toEqual([ours, FORMULA_ERRORS.missing])
          return
        }
        const kwh = expected.toNumber('kWh')
        expect(Math.abs(numbers[at]! - kwh), `${ours} in row ${at}`).toBeLessThanOrEqual(
          1e-9 * Math.max(1, Math.abs(kwh), 1e6),
        )
      })
    }),
    { numRuns: 300 },
  )
})

test('[EVAL5] when all activities are so many times as large, so are their sums; doubled, to the bit', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 1000 }), (data, times) => {
      const scaled = (by: number): Row[] =>
        data.map((row) => ({ ...row, energy: row.energy * by, heat: row.heat * by }))
      const sum = (of: readonly Row[]): number[] => [
        ...resultsOf('sum_of(energy * 0.18 + heat / 3, site == this.site)', of).numbers,
      ]
      expect(sum(scaled(2))).toEqual(sum(data).map((value) => value * 2))
      sum(scaled(times)).forEach((value, at) => expect(value).toBeCloseTo(sum(data)[at]! * times, 6))
    }),
  )
})

test('[FN21] 100,000 rows that are joined by a key are looked at once each', () => {
  const size = 100_000
  const data = Array.from({ length: size }, (_, i) => ({
    energy: i % 7,
    heat: 1,
    a: 1,
    b: 1,
    site: `site ${i % 20_000}`,
  }))
  const fields = [
    ...FIELDS,
    fieldOf('result', 'kWh', { type: 'formula', formula: 'sum_of(energy, site == this.site)' }),
  ]
  const table = compileTable(fields, contextOf(fields))
  let reads = 0
  const columns = columnsOfLarge(data)
  const counted = { ...columns, codes: (key: string) => (reads++, columns.codes(key)) }
  const { numbers } = evaluateTable(table, counted, size).columns.get('result')!
  expect(numbers[3]).toBe(data.filter(({ site }) => site === 'site 3').reduce((sum, row) => sum + row.energy, 0))
  expect(reads).toBeLessThan(4 * size)
})

/** As `columnsOf`, for many texts. */
function columnsOfLarge(data: readonly Row[]): ReturnType<typeof columnsOf> {
  const codes = new Map<string, number>()
  const index = Uint32Array.from(data, ({ site }) => {
    const code = codes.get(site) ?? codes.size + 1
    codes.set(site, code)
    return code
  })
  const dictionary = [...codes.keys()]
  const numbers = Float64Array.from(data, ({ energy: kwh }) => kwh)
  const kinds = { energy: new Uint8Array(data.length).fill(1), site: new Uint8Array(data.length).fill(2) }
  return {
    numbers: () => numbers,
    kinds: (key) => (key === 'energy' ? kinds.energy : kinds.site),
    codes: () => ({ dictionary, index }),
  }
}
