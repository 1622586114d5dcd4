import { isDimensionless, isSameDimension } from '#shared/quantities/dimension.ts'
import { formatUnit } from '#shared/quantities/formatUnit.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { ONE, type Unit } from '#shared/quantities/unit.ts'
import { isPointing } from '#shared/fields/target.ts'
import type { FormulaContext, FormulaField } from '#formulas/FormulaContext.ts'
import type { CheckScope } from '#formulas/functions/FormulaFunction.ts'
import { calendarParts } from '#formulas/functions/calendar.ts'
import { FORMULA_FUNCTIONS } from '#formulas/functions/registry.ts'
import type { Problem, ProblemCode } from '#formulas/Problem.ts'
import { type Ast, type Call, type FieldReference, THIS_ROW } from '#formulas/syntax/Ast.ts'
import { parseFormula } from '#formulas/syntax/parseFormula.ts'
import type { Time } from './Step.ts'
import { wayAcross } from './wayAcross.ts'
import { contextAt, MAX_GATHERS, PREVIOUS_CYCLE } from './Gather.ts'
import { checkOperation } from './checkOperation.ts'
import { inUnit, type Typed, typedBoolean, typedNumber } from './Typed.ts'

/** Steps of a formula together with the formulas that are taken apart into it. */
const MAX_STEPS = 5000
/** How far a chain of formulas that read formulas is followed. */
const MAX_CHAIN = 400
/** Of steps inside steps, through all formulas of a chain: more would end the stack. */
const MAX_NESTING = 500

interface Expansion {
  /** Take formula fields that give CO2e apart, so that their gases stay known. */
  expandEmissions: boolean
  /** The formula fields that are being looked into, each as "table.key", so that a ring ends. */
  within: readonly string[]
}

/** A formula field looked into: what it gives, and how many steps it has when taken apart. */
interface Inner {
  typed: Typed | null
  steps: number
}

/** Formula fields that were looked into, by context: each is checked once per table, however many read it. */
const looked = new WeakMap<FormulaContext, Map<string, Inner>>()

/** One check of one formula: gathers problems, never throws. */
export class Checker implements CheckScope {
  readonly problems: Problem[]
  /** Steps so far, those of expanded formula fields included. */
  steps = 0
  #nesting: number
  #gathers = 0
  readonly context: FormulaContext
  readonly #source: string
  readonly #expansion: Expansion
  readonly #fields: ReadonlyMap<string, FormulaField>

  /** `nesting`: of the step that looks into this formula. */
  constructor(source: string, context: FormulaContext, expansion: Expansion, nesting = 0, problems: Problem[] = []) {
    this.problems = problems
    this.#nesting = nesting
    this.context = context
    this.#source = source
    this.#expansion = expansion
    this.#fields = new Map(context.fields.map((field) => [field.key, field]))
  }

  field(key: string): FormulaField | undefined {
    return this.#fields.get(key)
  }

  rowsOf(from: string, place: Ast): CheckScope | null {
    const context = contextAt(from, this.context)
    if (context === undefined) {
      const known = [...(this.context.tables?.keys() ?? [])].slice(0, 20).join(', ')
      const message = known === '' ? 'Other tables cannot be read here.' : `There are: ${known}.`
      return this.refuse('unknown-table', `There is no table "${from}". ${message}`, place)
    }
    // what was in the cycle before was computed then; here it is read
    const expansion = from === PREVIOUS_CYCLE ? { ...this.#expansion, expandEmissions: false } : this.#expansion
    return new Checker(this.#source, context, expansion, this.#nesting, this.problems)
  }

  countGather(): boolean {
    return ++this.#gathers <= MAX_GATHERS
  }

  check(ast: Ast): Typed | null {
    if (++this.steps > MAX_STEPS) {
      return this.refuse('too-many-parts', 'The formula refers to more than it may. Split it up.', ast)
    }
    if (this.#nesting >= MAX_NESTING) {
      return this.refuse('too-many-parts', 'The formula refers to formulas that are nested too deep. Split it up.', ast)
    }
    this.#nesting++
    const typed = this.#checkKind(ast)
    this.#nesting--
    return typed
  }

  #checkKind(ast: Ast): Typed | null {
    switch (ast.kind) {
      case 'literal':
        return literal(ast.value)
      case 'field':
        return this.#reference(ast)
      case 'operation':
        return checkOperation(ast, this)
      case 'call':
        return this.#call(ast)
    }
  }

  number(ast: Ast, what: string): Typed | null {
    return this.#ofType(ast, 'number', what)
  }

  boolean(ast: Ast, what: string): Typed | null {
    return this.#ofType(ast, 'boolean', what)
  }

  text(ast: Ast, what: string): Typed | null {
    const typed = this.#ofType(ast, 'text', what)
    const field = ast.kind === 'field' ? this.field(ast.key) : undefined
    if (!typed || field?.type !== 'option') {
      return typed
    }
    const labels = new Map(field.options.map(({ id, label }) => [id, label]))
    const compute = ([id = '']: readonly (number | string)[]) => labels.get(String(id)) ?? id
    return { ...typed, step: { op: 'apply', parts: [typed.step], compute, reason: 'missing' } }
  }

  time(ast: Ast, what: string, of: readonly Time[]): Typed | null {
    const typed = this.check(ast)
    if (!typed) {
      return null
    }
    if (typed.time === undefined || !of.includes(typed.time)) {
      const wanted = of.includes('month') ? 'a date or a month' : 'a date'
      const message = `${what} must be ${wanted}, such as "2025-01-31". ${this.label(ast)} is a ${typed.time ?? typed.type}.`
      return this.refuse('type', message, ast)
    }
    return ast.kind === 'literal' && calendarParts(String(ast.value)) === null
      ? this.refuse('arguments', `There is no date ${String(ast.value)}.`, ast)
      : typed
  }

  unify(
    left: Typed,
    right: Typed,
    asts: readonly [Ast, Ast],
    verb: string,
    place: Ast,
    bareAdopts = false,
  ): [Typed, Typed] | null {
    if (left.type !== right.type) {
      const message = `${this.label(asts[0])} and ${this.label(asts[1])} ${verb}. One is a ${left.type}, the other a ${right.type}.`
      return this.refuse('type', message, place)
    }
    if (left.type !== 'number') {
      return [left, right]
    }
    if (takesUnit(left, right, bareAdopts)) {
      return [{ ...left, unit: right.unit }, right]
    }
    if (takesUnit(right, left, bareAdopts)) {
      return [left, { ...right, unit: left.unit }]
    }
    const converted = inUnit(right, left.unit)
    if (converted) {
      return [left, converted]
    }
    const [first, second] = [this.label(asts[0]), this.label(asts[1])]
    const message = `${first} and ${second} ${verb}. ${measured(first, left.unit)}, ${measured(second, right.unit)}.${wayAcross(right.unit, left.unit, this.context)}`
    return this.refuse('unit', message, place, [formatUnit(left.unit) || '1', formatUnit(right.unit) || '1'])
  }

  refuse(code: ProblemCode, message: string, place: Ast, units?: [string, string]): null {
    this.problems.push({ code, message, start: place.start, end: place.end, ...(units ? { units } : {}) })
    return null
  }

  label(ast: Ast): string {
    const field = ast.kind === 'field' ? this.field(ast.key) : undefined
    return field ? (field.name ?? field.key) : `"${this.#source.slice(ast.start, ast.end).replaceAll('"', '')}"`
  }

  #ofType(ast: Ast, type: Typed['type'], what: string): Typed | null {
    const typed = this.check(ast)
    if (!typed || typed.type === type) {
      return typed
    }
    return this.refuse('type', `${what} must be ${WANTED[type]}. ${this.label(ast)} is a ${typed.type}.`, ast)
  }

  #call(call: Call): Typed | null {
    const definition = FORMULA_FUNCTIONS.get(call.name)
    if (!definition) {
      const known = [...FORMULA_FUNCTIONS.keys()].join(', ')
      return this.refuse('unknown-function', `There is no function "${call.name}". There are: ${known}.`, call)
    }
    const [fewest, most] = definition.arity
    if (call.args.length < fewest || call.args.length > most) {
      return this.refuse('arguments', `Write it as ${definition.signature}.`, call)
    }
    return definition.check(call, this)
  }

  #reference(ast: FieldReference): Typed | null {
    if (ast.of !== undefined && ast.of !== THIS_ROW) {
      const message = `${ast.of}.${ast.key} is a whole column. Say what of it: sum_of(${ast.of}.${ast.key}) or lookup(…).`
      return this.refuse('arguments', message, ast)
    }
    if (ast.of === undefined && ast.key === THIS_ROW && !this.field(THIS_ROW)) {
      return this.refuse('arguments', 'Write which field of this row: this.quantity.', ast)
    }
    const field = this.field(ast.key)
    if (!field) {
      const names = this.context.fields
        .map((other) => other.key)
        .slice(0, 20)
        .join(', ')
      return this.refuse('unknown-field', `There is no field "${ast.key}". There are: ${names}.`, ast)
    }
    if (field.type === 'boolean') {
      return typedBoolean({ op: 'boolean', key: field.key })
    }
    if (field.type === 'formula') {
      return this.#formulaField(field, ast)
    }
    if (isPointing(field.type)) {
      return this.refuse('type', `${field.name ?? field.key} points at something else. Formulas cannot read that.`, ast)
    }
    if (field.type === 'options') {
      const message = `${field.name ?? field.key} holds several choices, and a formula reads one value. Name another column.`
      return this.refuse('type', message, ast)
    }
    if (field.type !== 'number') {
      const time = field.type === 'date' || field.type === 'month' ? { time: field.type } : {}
      return { type: 'text', unit: ONE, step: { op: 'textField', key: field.key }, ...time }
    }
    const unit = this.#unitOf(field, ast)
    return unit && typedNumber({ op: 'number', key: field.key }, unit)
  }

  #unitOf(field: FormulaField, ast: Ast): Unit | null {
    const unit = parseUnit(field.unit ?? '')
    return unit.ok
      ? unit.value
      : this.refuse(
          'unknown-unit',
          `${field.name ?? field.key} has a unit that is not known. ${unit.error.message}`,
          ast,
        )
  }

  /** A formula field is read like a typed cell; its type, and its unit when it states none, come from its own formula. */
  #formulaField(field: FormulaField, ast: Ast): Typed | null {
    const { typed: inner, steps } = this.#lookInto(field)
    const declared = this.#unitOf(field, ast)
    if (!declared) {
      return null
    }
    if (inner && inner.type !== 'number') {
      const step = { op: inner.type === 'boolean' ? 'boolean' : 'textField', key: field.key } as const
      return { type: inner.type, unit: ONE, step, ...(inner.time && { time: inner.time }) }
    }
    const unit = field.unit === null && inner ? inner.unit : declared
    const expands = inner && this.#expansion.expandEmissions && 'mass of CO2e' in inner.unit.dimension
    const expanded = expands ? inUnit(inner, unit) : null
    this.steps += expanded ? steps : 0
    return expanded ?? typedNumber({ op: 'number', key: field.key }, unit)
  }

  #lookInto(field: FormulaField): Inner {
    const { within, expandEmissions } = this.#expansion
    const name = `${this.context.table?.key ?? ''}.${field.key}`
    if (within.includes(name) || within.length > MAX_CHAIN) {
      return { typed: null, steps: 0 }
    }
    const memory = looked.get(this.context) ?? new Map<string, Inner>()
    looked.set(this.context, memory)
    const known = `${field.key} ${expandEmissions}`
    const inner = memory.get(known) ?? this.#checkInner(field, [...within, name])
    memory.set(known, inner)
    return inner
  }

  #checkInner(field: FormulaField, within: readonly string[]): Inner {
    const source = field.formula ?? ''
    const ast = parseFormula(source)
    if (!ast.ok) {
      return { typed: null, steps: 0 }
    }
    const checker = new Checker(source, this.context, { ...this.#expansion, within }, this.#nesting)
    const typed = checker.check(ast.value)
    return { typed: checker.problems.length === 0 ? typed : null, steps: checker.steps }
  }
}

const WANTED: Readonly<Record<Typed['type'], string>> = {
  number: 'a number',
  boolean: 'a condition, such as quantity > 50',
  text: 'a text',
}

function literal(value: number | string | boolean): Typed {
  switch (typeof value) {
    case 'number':
      return { ...typedNumber({ op: 'constant', value }, ONE), bare: value }
    case 'boolean':
      return typedBoolean({ op: 'constant', value: value ? 1 : 0 })
    default:
      return { type: 'text', unit: ONE, step: { op: 'text', value }, ...timeOf(value) }
  }
}

const TIMES = { date: /^\d{4}-\d{2}-\d{2}$/, month: /^\d{4}-\d{2}$/ } as const

function timeOf(text: string): Pick<Typed, 'time'> {
  return TIMES.date.test(text) ? { time: 'date' } : TIMES.month.test(text) ? { time: 'month' } : {}
}

/** Zero is zero in every unit. Other bare numbers take a unit only where a comparison makes it plain. */
function takesUnit(literalSide: Typed, other: Typed, bareAdopts: boolean): boolean {
  if (literalSide.bare === undefined || other.bare !== undefined) {
    return false
  }
  return bareAdopts || (literalSide.bare === 0 && !isSameDimension(literalSide.unit.dimension, other.unit.dimension))
}

const measured = (label: string, unit: Unit): string =>
  isDimensionless(unit.dimension) ? `${label} is a plain number` : `${label} is in ${formatUnit(unit)}`
