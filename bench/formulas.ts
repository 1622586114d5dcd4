import { compileFormula } from '#formulas/plan/compileFormula.ts'
import type { ColumnSource } from '#formulas/plan/Plan.ts'
import type { FormulaContext } from '#formulas/FormulaContext.ts'
import { atMost, type BenchRow } from './BenchRow.ts'
import { median } from './measure/statistics.ts'

const ROWS = 100_000
const WARM_UP = 20
const RUNS = 61
const LIMIT = 4
const FUELS = 12
const SOURCE = 'quantity * factor(fuel, "CO2e") * (1 - recovery) + if(flag > 50, quantity * 0.1, 0)'

/** A formula column over 100,000 rows against a plain loop over the same typed arrays; medians of alternating runs. */
export async function benchFormulas(): Promise<BenchRow[]> {
  const columns = sampleColumns()
  const compiled = compileFormula(SOURCE, sampleContext())
  if (!compiled.ok) {
    throw new Error(compiled.error.map((problem) => problem.message).join(' '))
  }
  const plan = compiled.value
  const factors = Float64Array.from({ length: FUELS + 1 }, (_, code) => (code === 0 ? Number.NaN : factorOf(code - 1)))
  const ours: number[] = []
  const reference: number[] = []
  for (let run = 0; run < WARM_UP + RUNS; run++) {
    const start = performance.now()
    const column = plan.evaluate(columns, ROWS)
    const between = performance.now()
    const expected = plainLoop(columns, factors)
    const end = performance.now()
    if (column.numbers[run] !== expected[run] || column.errors[run] !== 0) {
      throw new Error('the plan and the plain loop disagree')
    }
    if (run >= WARM_UP) {
      ours.push(between - start)
      reference.push(end - between)
    }
  }
  const measured = { ours: median(ours), reference: median(reference), unit: 'ms', times: LIMIT }
  return [atMost('formula column over 100,000 rows, against a plain loop over typed arrays', measured)]
}

function plainLoop(columns: ColumnSource, factors: Float64Array): Float64Array {
  const [quantity, recovery, flag] = [columns.numbers('quantity'), columns.numbers('recovery'), columns.numbers('flag')]
  const { index } = columns.codes('fuel')
  const out = new Float64Array(ROWS)
  for (let row = 0; row < ROWS; row++) {
    const amount = quantity[row]!
    out[row] = amount * factors[index[row]!]! * (1 - recovery[row]!) + (flag[row]! > 50 ? amount * 0.1 : 0)
  }
  return out
}

const factorOf = (fuel: number): number => 1.5 + fuel / 8

/** Numbers that repeat from run to run. */
function sampleColumns(): ColumnSource {
  const share = (row: number, step: number): number => ((row * step) % 9973) / 9973
  const column = (size: number, step: number): Float64Array =>
    Float64Array.from({ length: ROWS }, (_, row) => share(row, step) * size)
  const numbers: Readonly<Record<string, Float64Array>> = {
    quantity: column(1000, 7919),
    recovery: column(0.5, 4447),
    flag: column(100, 6131),
  }
  const kinds = new Uint8Array(ROWS).fill(1)
  const dictionary = Array.from({ length: FUELS }, (_, fuel) => `fuel-${fuel}`)
  const index = Uint32Array.from({ length: ROWS }, (_, row) => 1 + ((row * 31) % FUELS))
  return { numbers: (key) => numbers[key]!, kinds: () => kinds, codes: () => ({ dictionary, index }) }
}

function sampleContext(): FormulaContext {
  const plain = { type: 'number', options: [] } as const
  const ids = Array.from({ length: FUELS }, (_, fuel) => `fuel-${fuel}`)
  const provenance = {
    publisher: '',
    dataset: '',
    edition: '',
    table: '',
    row: '',
    year: 2025,
    geography: '',
    licence: '',
  }
  const factors = ids.map((id, fuel) => ({
    ...provenance,
    id,
    name: id,
    unit: 'kgCO2e',
    gasesKg: { CO2: factorOf(fuel) },
    co2eOnlyKg: null,
    co2eOnlyGwp: null,
    biogenicCo2Kg: null,
  }))
  return {
    fields: [
      // A quantity whose product with its factor has the quantity's own unit, so that both branches add up.
      { key: 'quantity', unit: 'kgCO2e', ...plain },
      { key: 'recovery', unit: null, ...plain },
      { key: 'flag', unit: null, ...plain },
      { key: 'fuel', type: 'option', unit: null, options: ids.map((id) => ({ id, label: id, factors: { 2025: id } })) },
    ],
    factors: new Map(factors.map((factor) => [factor.id, factor])),
    gwp: { CO2: 1 },
    gwpSet: 'AR5',
    factorYear: 2025,
  }
}
