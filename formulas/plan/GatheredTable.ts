import type { Gather, GatherKey } from '#formulas/check/Gather.ts'
import type { Step } from '#formulas/check/Step.ts'
import { FORMULA_ERRORS } from '#formulas/evaluate/formulaErrors.ts'
import { columnarPlan } from './columnarPlan.ts'
import { orderlessSum } from './orderlessSum.ts'
import type { ColumnSource, FormulaColumn, GatheredRows, Group, Groups, Plan } from './Plan.ts'

/** The rows of a table in one run: what formulas gather of them is made once, whoever asks. */
export class GatheredTable implements GatheredRows {
  readonly #source: ColumnSource
  readonly #slots: Uint32Array
  readonly #known = new Map<Gather, Groups>()

  /** `slots`: the rows that exist. Their order changes nothing. */
  constructor(source: ColumnSource, slots: Uint32Array) {
    this.#source = source
    this.#slots = slots
  }

  /** One pass over the rows, and the sorting of what is added up. */
  groups(gather: Gather): Groups {
    const known = this.#known.get(gather) ?? new GroupedRows(gather, this.#source, this.#slots)
    this.#known.set(gather, known)
    return known
  }
}

interface GatherPlans {
  value: Plan
  filter: Plan | null
  keys: readonly Plan[]
}

const plansOf = new WeakMap<Gather, GatherPlans>()

function compiled(gather: Gather): GatherPlans {
  const known = plansOf.get(gather)
  if (known !== undefined) {
    return known
  }
  const keyPlan = ({ there, type }: GatherKey): Plan => columnarPlan(there, type, null)
  const filterPlan = (filter: Step): Plan => columnarPlan(filter, 'boolean', null)
  const made: GatherPlans = {
    value: columnarPlan(gather.value, gather.type, null),
    filter: gather.filter && filterPlan(gather.filter),
    keys: gather.keys.map(keyPlan),
  }
  plansOf.set(gather, made)
  return made
}

/** A condition that cannot be told because a cell is empty is not met, as in Excel; any other error is the result. */
const UNMET = FORMULA_ERRORS.missing

class GroupedRows implements Groups {
  readonly #gather: Gather
  readonly #slots: Uint32Array
  readonly #values: FormulaColumn
  /** Positions of rows by key, in the order of the rows. */
  readonly #members = new Map<number | string, number[]>()
  readonly #made = new Map<number | string, Group>()
  /** A row whose condition has an error: nobody knows to which row it belongs, so it spoils all. */
  #spoilt: Group | null = null

  constructor(gather: Gather, source: ColumnSource, slots: Uint32Array) {
    this.#gather = gather
    this.#slots = slots
    const plans = compiled(gather)
    this.#values = plans.value.evaluate(source, slots)
    const filter = plans.filter?.evaluate(source, slots) ?? null
    const keys = plans.keys.map((plan) => plan.evaluate(source, slots))
    for (let position = 0; position < slots.length; position++) {
      const error = worst([filter, ...keys], position)
      if (error !== 0 && error !== UNMET) {
        this.#spoil(error, slots[position]!)
      } else if (error === 0 && (filter === null || filter.numbers[position] === 1)) {
        this.#join(keyOf(keys.map((key) => key.texts?.[position] ?? key.numbers[position]!)), position)
      }
    }
  }

  of(keys: readonly (number | string)[]): Group {
    const key = keyOf(keys)
    const known = this.#spoilt ?? this.#made.get(key)
    if (known !== undefined) {
      return known
    }
    const made = this.#make(this.#members.get(key) ?? [])
    this.#made.set(key, made)
    return made
  }

  #join(key: number | string, position: number): void {
    const members = this.#members.get(key)
    if (members === undefined) {
      this.#members.set(key, [position])
    } else {
      members.push(position)
    }
  }

  /** Of several errors the same one is told, whatever the order of the rows. */
  #spoil(error: number, slot: number): void {
    if (this.#spoilt === null || error < this.#spoilt.error) {
      this.#spoilt = { value: null, error, rows: 0, failing: slot }
    }
  }

  #make(positions: readonly number[]): Group {
    const { kind } = this.#gather
    const { errors } = this.#values
    const counted = kind === 'count' ? positions.filter((at) => errors[at] !== FORMULA_ERRORS.missing) : positions
    const failing = counted.reduce<number | null>(
      (found, at) => (isWorse(errors[at]!, errors[found ?? -1] ?? 0) ? at : found),
      null,
    )
    const rows = positions.length
    if (kind === 'lookup' && rows > 1) {
      return { value: null, error: FORMULA_ERRORS['several-rows'], rows, failing: null }
    }
    if (failing !== null) {
      return { value: null, error: errors[failing]!, rows, failing: this.#slots[failing]! }
    }
    const value = kind === 'count' ? counted.length : this.#valueOf(positions)
    return typeof value === 'number' && !Number.isFinite(value)
      ? { value: null, error: FORMULA_ERRORS['not-finite'], rows, failing: null }
      : { value, error: value === null ? FORMULA_ERRORS.missing : 0, rows, failing: null }
  }

  /** Null: there is no such value, because there are no rows. The sum of no rows is 0. */
  #valueOf(positions: readonly number[]): number | string | null {
    const { numbers, texts } = this.#values
    const [first] = positions
    if (this.#gather.kind === 'lookup') {
      return first === undefined ? null : texts === undefined ? numbers[first]! : (texts[first] ?? null)
    }
    const values = Float64Array.from(positions, (at) => numbers[at]!)
    switch (this.#gather.kind) {
      case 'sum':
        return orderlessSum(values)
      case 'avg':
        return values.length === 0 ? null : orderlessSum(values) / values.length
      case 'min':
        return values.length === 0 ? null : values.reduce((least, value) => (value < least ? value : least))
      case 'max':
        return values.length === 0 ? null : values.reduce((most, value) => (value > most ? value : most))
      default:
        return null
    }
  }
}

/** One key as it is, several as one text. Zero has one sign. */
function keyOf(keys: readonly (number | string)[]): number | string {
  const [first = 0] = keys
  return keys.length > 1 ? JSON.stringify(keys.map(withoutSign)) : withoutSign(first)
}

const withoutSign = (key: number | string): number | string => (key === 0 ? 0 : key)

function worst(columns: readonly (FormulaColumn | null)[], position: number): number {
  let found = 0
  for (const column of columns) {
    const error = column?.errors[position] ?? 0
    found = isWorse(error, found) ? error : found
  }
  return found
}

/** What is wrong says more than what is not there yet. */
function isWorse(error: number, than: number): boolean {
  if (error === 0 || than === 0) {
    return error !== 0 && than === 0
  }
  return than === UNMET ? error !== UNMET : error !== UNMET && error < than
}
