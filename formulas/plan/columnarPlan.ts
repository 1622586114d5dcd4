import type { Step } from '#formulas/check/Step.ts'
import { evaluateStep } from '#formulas/evaluate/evaluateStep.ts'
import { isCellError, RowReader } from '#formulas/evaluate/RowReader.ts'
import { OWN_TABLE, ROW_ID } from '#formulas/check/Gather.ts'
import { Program } from './Program.ts'
import type { ColumnSource, FormulaColumn, Plan } from './Plan.ts'
import { gatheredKeysOf, gathersOf, keysOf } from './stepParts.ts'

/** A runnable plan of a checked formula. The program is laid out once; each run binds it to columns. */
export function columnarPlan(step: Step, type: Plan['type'], unit: string | null): Plan {
  const program = type === 'text' ? null : new Program(step)
  const gathers = gathersOf(step).map((gather) => ({ from: gather.from, keys: fieldsIn(gatheredKeysOf(gather)) }))
  const own = gathers.filter(({ from }) => from === OWN_TABLE).flatMap(({ keys }) => keys)
  const inputs = fieldsIn([...keysOf(step), ...own])
  return {
    type,
    unit,
    inputs,
    gathers,
    evaluate: (columns, rows) => (program ? runNumbers(program, step, columns, rows) : runTexts(step, columns, rows)),
  }
}

const fieldsIn = (keys: readonly string[]): string[] => [...new Set(keys)].filter((key) => key !== ROW_ID)

function runNumbers(program: Program, step: Step, columns: ColumnSource, rows: number | Uint32Array): FormulaColumn {
  const count = typeof rows === 'number' ? rows : rows.length
  const numbers = new Float64Array(count)
  const errors = new Uint8Array(count)
  const reader = new RowReader(columns)
  program.run(columns, rows, numbers, (block, position) => {
    if (isAllFinite(block)) {
      return
    }
    for (let i = 0; i < block.length; i++) {
      if (!Number.isFinite(block[i])) {
        reader.slot = typeof rows === 'number' ? position + i : rows[position + i]!
        const result = evaluateStep(step, reader)
        block[i] = typeof result === 'number' ? result : Number.NaN
        errors[position + i] = isCellError(result) ? result.code : 0
      }
    }
  })
  return { numbers, errors }
}

/** `x - x` is 0 unless x is NaN or infinite; four sums side by side, because each waits for its last addition. */
function isAllFinite(block: Float64Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0]
  const whole = block.length - (block.length % 4)
  for (let i = 0; i < whole; i += 4) {
    a += block[i]! - block[i]!
    b += block[i + 1]! - block[i + 1]!
    c += block[i + 2]! - block[i + 2]!
    d += block[i + 3]! - block[i + 3]!
  }
  for (let i = whole; i < block.length; i++) {
    a += block[i]! - block[i]!
  }
  return a + b + c + d === 0
}

/** Texts are rare in results and are computed row by row. */
function runTexts(step: Step, columns: ColumnSource, rows: number | Uint32Array): FormulaColumn {
  const count = typeof rows === 'number' ? rows : rows.length
  const numbers = new Float64Array(count).fill(Number.NaN)
  const errors = new Uint8Array(count)
  const reader = new RowReader(columns)
  const texts = Array.from({ length: count }, (_, position) => {
    reader.slot = typeof rows === 'number' ? position : rows[position]!
    const result = evaluateStep(step, reader)
    errors[position] = isCellError(result) ? result.code : 0
    return typeof result === 'string' ? result : null
  })
  return { numbers, errors, texts }
}
