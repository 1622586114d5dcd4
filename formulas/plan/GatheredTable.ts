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
const NO_GROUP = -1

class GroupedRows implements Groups {
  readonly #gather: Gather
  readonly #slots: Uint32Array
  readonly #values: FormulaColumn
  /** Of each key the number of its group; group n has the rows `#rows` from `#starts[n]` to `#starts[n + 1]`. */
  readonly #groups = new Map<number | string, number>()
  #rows = new Uint32Array(0)
  #starts = new Uint32Array(1)
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
    const conditions = filter === null ? keys : [filter, ...keys]
    const values: (number | string)[] = []
    const groupOf = new Int32Array(slots.length).fill(NO_GROUP)
    for (let position = 0; position < slots.length; position++) {
      const error = worst(conditions, position)
      if (error !== 0 && error !== UNMET) {
        this.#spoil(error, slots[position]!)
      } else if (error === 0 && (filter === null || filter.numbers[position] === 1)) {
        for (let at = 0; at < keys.length; at++) {
          values[at] = keys[at]!.texts?.[position] ?? keys[at]!.numbers[position]!
        }
        groupOf[position] = this.#groupOf(keyOf(values))
      }
    }
    this.#sort(groupOf)
  }

  of(keys: readonly (number | string)[]): Group {
    const key = keyOf(keys)
    const known = this.#spoilt ?? this.#made.get(key)
    if (known !== undefined) {
      return known
    }
    const group = this.#groups.get(key)
    const made = this.#make(
      group === undefined
        ? this.#rows.subarray(0, 0)
        : this.#rows.subarray(this.#starts[group], this.#starts[group + 1]),
    )
    this.#made.set(key, made)
    return made
  }

  #groupOf(key: number | string): number {
    const known = this.#groups.get(key)
    if (known !== undefined) {
      return known
    }
    this.#groups.set(key, this.#groups.size)
    return this.#groups.size - 1
  }

  /** Rows by group, in the order of the rows. */
  #sort(groupOf: Int32Array): void {
    this.#starts = new Uint32Array(this.#groups.size + 1)
    for (const group of groupOf) {
      if (group !== NO_GROUP) {
        this.#starts[group + 1]!++
      }
    }
    for (let group = 0; group < this.#groups.size; group++) {
      this.#starts[group + 1]! += this.#starts[group]!
    }
    this.#rows = new Uint32Array(this.#starts[this.#groups.size]!)
    const next = this.#starts.slice()
    groupOf.forEach((group, position) => {
      if (group !== NO_GROUP) {
        this.#rows[next[group]!++] = position
      }
    })
  }

  /** Of several errors the same one is told, whatever the order of the rows. */
  #spoil(error: number, slot: number): void {
    if (this.#spoilt === null || error < this.#spoilt.error) {
      this.#spoilt = { value: null, error, rows: 0, failing: slot }
    }
  }

  #make(positions: Uint32Array): Group {
    const { kind } = this.#gather
    const { errors } = this.#values
    const counted = kind === 'count' ? positions.filter((at) => errors[at] !== FORMULA_ERRORS.missing) : positions
    let failing: number | null = null
    for (const at of counted) {
      failing = isWorse(errors[at]!, failing === null ? 0 : errors[failing]!) ? at : failing
    }
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
  #valueOf(positions: Uint32Array): number | string | null {
    const { numbers, texts } = this.#values
    const [first] = positions
    if (this.#gather.kind === 'lookup') {
      return first === undefined ? null : texts === undefined ? numbers[first]! : (texts[first] ?? null)
    }
    const values = new Float64Array(positions.length)
    for (let i = 0; i < positions.length; i++) {
      values[i] = numbers[positions[i]!]!
    }
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

/** One key as it is; several as one text that only the same ones give, each with its length. Zero has one sign. */
function keyOf(keys: readonly (number | string)[]): number | string {
  if (keys.length <= 1) {
    return withoutSign(keys[0] ?? 0)
  }
  let joined = ''
  for (const key of keys) {
    const text = String(withoutSign(key))
    joined += `${text.length}:${text}`
  }
  return joined
}

const withoutSign = (key: number | string): number | string => (key === 0 ? 0 : key)

function worst(columns: readonly FormulaColumn[], position: number): number {
  let found = 0
  for (const column of columns) {
    const error = column.errors[position]!
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
