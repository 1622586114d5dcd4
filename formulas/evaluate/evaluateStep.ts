import { assertNever } from '#shared/result/assertNever.ts'
import type { Gather } from '#formulas/check/Gather.ts'
import type { BINARY_STEPS, Step, Time } from '#formulas/check/Step.ts'
import { roundTo } from '#formulas/functions/round.ts'
import { type CellError, cellError, errorOf, isCellError, type RowReader } from './RowReader.ts'

type Value = number | string | CellError

/**
 * The result of a step in the reader's row: the meaning of every operation, one row at a time. Columns are computed by
 * kernels that agree with it wherever there is a result; where there is none, this gives the reason.
 */
export function evaluateStep(step: Step, row: RowReader): Value {
  switch (step.op) {
    case 'constant':
    case 'text':
      return step.value
    case 'number':
      return row.number(step.key)
    case 'boolean':
      return row.boolean(step.key)
    case 'textField':
      return row.text(step.key)
    case 'lookup':
      return lookedUp(step, row.text(step.key))
    case 'scale':
      return numeric(evaluateStep(step.of, row), (value) => (value * step.multiply) / step.divide)
    case 'negate':
      return numeric(evaluateStep(step.of, row), (value) => -value)
    case 'abs':
      return numeric(evaluateStep(step.of, row), Math.abs)
    case 'not':
      return numeric(evaluateStep(step.of, row), (value) => 1 - value)
    case 'sqrt':
      return rooted(evaluateStep(step.of, row), Math.sqrt)
    case 'exp':
      return numeric(evaluateStep(step.of, row), Math.exp)
    case 'ln':
      return rooted(evaluateStep(step.of, row), Math.log)
    case 'present': {
      const of = evaluateStep(step.of, row)
      return isCellError(of) ? (of === cellError('missing') ? 0 : of) : 1
    }
    case 'apply':
      return applied(step, row)
    case 'zero':
      return numeric(evaluateStep(step.of, row), () => 0)
    case 'round':
      return numeric(evaluateStep(step.of, row), (value) => roundTo(value, step.digits))
    case 'sameText': {
      const [left, right] = [evaluateStep(step.left, row), evaluateStep(step.right, row)]
      return isCellError(left) ? left : isCellError(right) ? right : left === right ? 1 : 0
    }
    case 'before': {
      const [left, right] = [timeIn(step.left, step.time, row), timeIn(step.right, step.time, row)]
      return isCellError(left)
        ? left
        : isCellError(right)
          ? right
          : left < right || (step.orSame && left === right)
            ? 1
            : 0
    }
    case 'if': {
      const condition = evaluateStep(step.condition, row)
      return isCellError(condition) ? condition : evaluateStep(condition === 1 ? step.whenTrue : step.whenFalse, row)
    }
    case 'gathered':
      return gathered(step.gather, row)
    case 'coalesce': {
      const left = evaluateStep(step.left, row)
      return isCellError(left) && isAbsent(left) ? evaluateStep(step.right, row) : left
    }
    case 'and':
    case 'or': {
      const left = evaluateStep(step.left, row)
      const settled = step.op === 'and' ? 0 : 1
      return isCellError(left) || left === settled ? left : evaluateStep(step.right, row)
    }
    default:
      return binary(step.op, evaluateStep(step.left, row), evaluateStep(step.right, row))
  }
}

function gathered(gather: Gather, row: RowReader): Value {
  const keys: (number | string)[] = []
  for (const { here } of gather.keys) {
    const key = evaluateStep(here, row)
    if (isCellError(key)) {
      return key
    }
    keys.push(key)
  }
  const group = row.groups(gather)?.of(keys)
  return group === undefined ? cellError('missing') : (errorOf(group.error) ?? group.value ?? cellError('missing'))
}

const TIMES: Readonly<Record<Time, RegExp>> = { date: /^\d{4}-\d{2}-\d{2}$/, month: /^\d{4}-\d{2}$/ }

/** ISO dates and months are in the order of their texts; another text is none of them. */
function timeIn(step: Step, of: Time, row: RowReader): string | CellError {
  const value = evaluateStep(step, row)
  return typeof value === 'number'
    ? cellError('wrong-type')
    : isCellError(value) || TIMES[of].test(value)
      ? value
      : cellError('wrong-type')
}

function applied(step: Extract<Step, { op: 'apply' }>, row: RowReader): Value {
  const values: (number | string)[] = []
  for (const part of step.parts) {
    const value = evaluateStep(part, row)
    if (isCellError(value)) {
      return value
    }
    values.push(value)
  }
  const result = step.compute(values)
  return result === null ? cellError(step.reason) : typeof result === 'number' ? finite(result) : result
}

/** Empty cell or nothing published: what `coalesce` replaces. */
const isAbsent = (error: CellError): boolean => error === cellError('missing') || error === cellError('no-factor')

function lookedUp({ values, reason }: Extract<Step, { op: 'lookup' }>, text: string | CellError): Value {
  return isCellError(text) ? text : (values.get(text) ?? cellError(reason?.(text) ?? 'no-factor'))
}

function numeric(value: Value, compute: (value: number) => number): Value {
  return typeof value === 'number' ? finite(compute(value)) : value
}

/** A negative number has no root, and 0 and what is below it no logarithm. */
function rooted(value: Value, compute: (value: number) => number): Value {
  if (typeof value !== 'number') {
    return value
  }
  const result = compute(value)
  return Number.isFinite(result) ? result : cellError('no-root')
}

/** A fraction of a power of a negative number is none. */
function raised(left: number, right: number): number | CellError {
  if (left === 0 && right < 0) {
    return cellError('division-by-zero')
  }
  const power = left ** right
  return Number.isNaN(power) ? cellError('no-root') : finite(power)
}

const finite = (value: number): number | CellError => (Number.isFinite(value) ? value : cellError('not-finite'))

type Arithmetic = Exclude<(typeof BINARY_STEPS)[number], 'and' | 'or'>

function binary(op: Arithmetic, left: Value, right: Value): Value {
  if (isCellError(left) || isCellError(right)) {
    return isCellError(left) ? left : right
  }
  if (typeof left !== 'number' || typeof right !== 'number') {
    return cellError('not-a-number')
  }
  switch (op) {
    case 'add':
      return finite(left + right)
    case 'subtract':
      return finite(left - right)
    case 'multiply':
      return finite(left * right)
    case 'divide':
      return right === 0 ? cellError('division-by-zero') : finite(left / right)
    case 'power':
      return raised(left, right)
    case 'min':
      return left < right ? left : right
    case 'max':
      return left > right ? left : right
    case 'less':
      return left < right ? 1 : 0
    case 'lessOrEqual':
      return left <= right ? 1 : 0
    case 'more':
      return left > right ? 1 : 0
    case 'moreOrEqual':
      return left >= right ? 1 : 0
    case 'same':
      return left === right ? 1 : 0
    case 'different':
      return left === right ? 0 : 1
    default:
      return assertNever(op)
  }
}
