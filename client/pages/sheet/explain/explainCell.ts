import { EMISSION_COMPONENTS, type EmissionComponent, MEMO_COMPONENT } from '#formulas/emissions/emissionComponents.ts'
import { compileField } from '#formulas/plan/compileTable.ts'
import { compileFormula } from '#formulas/plan/compileFormula.ts'
import { type Ast, type Call, THIS_ROW } from '#formulas/syntax/Ast.ts'
import { GATHERING } from '#formulas/syntax/gatheredNames.ts'
import { referencesIn } from '#formulas/syntax/references.ts'
import { parseFormula } from '#formulas/syntax/parseFormula.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { formatCell, formatNumber } from '#shared/cells/formatCell.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import { type Parameter, type ParameterValue, valueInYear } from '#shared/parameters/parameter.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { unitText } from '#client/grid/unitText.ts'

/** A piece of a formula on screen. */
export interface FormulaPart {
  kind: 'field' | 'factor' | 'plain'
  text: string
}

/** A factor that the row's choice stands for. */
export interface UsedFactor {
  choice: Field
  option: string
  factor: EmissionFactor
  /** Where the formula asks for it. */
  call: Call
}

/** A parameter that the formula asks for, with the value that it has for the cycle or the year that is written. */
export interface UsedParameter {
  parameter: Parameter
  value: ParameterValue
}

/** An entered or computed cell that the formula reads. */
export interface UsedInput {
  field: Field
  value: CellValue
  /** As shown; empty = nothing there. */
  text: string
}

/** How a computed cell comes about. */
export interface Explanation {
  field: Field
  formula: string
  ast: Ast
  /** In the words of the fields. */
  words: FormulaPart[]
  /** The same with the numbers of the row. */
  numbers: string
  inputs: UsedInput[]
  factors: UsedFactor[]
  parameters: UsedParameter[]
  /** Result by gas, in the unit of the field; biogenic CO2 and the memo apart. Null = cannot be split. */
  components: { component: ShownComponent; amount: number }[] | null
}

/** The parts of a sum, and what stands beside it. */
export type ShownComponent = EmissionComponent | typeof MEMO_COMPONENT

const SYMBOLS: Readonly<Record<string, string>> = {
  add: '+',
  subtract: '−',
  multiply: '×',
  divide: '÷',
  pow: '^',
  smaller: '<',
  larger: '>',
  smallerEq: '≤',
  largerEq: '≥',
  equal: '=',
  unequal: '≠',
  and: 'and',
  or: 'or',
}

/** Significant digits of a factor in an equation. */
const DIGITS = 6

/** Explains a computed cell; null for an entered one or a formula with a mistake in it. */
export function explainCell(model: SheetModel, row: string, key: string): Explanation | null {
  const field = model.field(key)
  const slot = model.store.slotOf(row)
  if (field === undefined || field.formula === null || field.type !== 'formula' || slot === undefined) {
    return null
  }
  const source = field.formula
  const parsed = parseFormula(source)
  if (!parsed.ok) {
    return null
  }
  const found: Found = { inputs: new Map(), factors: [], parameters: new Map() }
  collect(parsed.value, model, row, found)
  const numbers = (ast: Ast): string => numbersOf(ast, source, model, row, slot)
  return {
    field,
    formula: source,
    ast: parsed.value,
    words: wordsOf(parsed.value, model),
    numbers: numbers(parsed.value),
    inputs: [...found.inputs.values()],
    factors: found.factors,
    parameters: [...found.parameters.values()],
    components: field.role === 'emissions' || found.factors.length > 0 ? componentsOf(field, model, slot) : null,
  }
}

interface Found {
  inputs: Map<string, UsedInput>
  factors: UsedFactor[]
  parameters: Map<string, UsedParameter>
}

function collect(ast: Ast, model: SheetModel, row: string, found: Found): void {
  if (ast.kind === 'field') {
    const field = model.field(ast.key)
    if (field !== undefined) {
      found.inputs.set(ast.key, { field, value: model.value(row, field.key), text: shownValue(field, model, row) })
    }
  } else if (ast.kind === 'operation') {
    ast.operands.forEach((operand) => collect(operand, model, row, found))
  } else if (ast.kind === 'call' && GATHERING.has(ast.name)) {
    cellsOfThisRow(ast).forEach((name) => collect(name, model, row, found))
  } else if (ast.kind === 'call' && ast.name === 'parameter') {
    const used = parameterOf(ast, model)
    void (used !== null && found.parameters.set(`${used.parameter.key} ${used.value.year}`, used))
  } else if (ast.kind === 'call') {
    const used = factorOf(ast, model, row)
    if (used !== null) {
      found.factors.push(used)
    } else {
      ast.args.forEach((argument) => collect(argument, model, row, found))
    }
  }
}

/** Of a call that reads many rows, what it compares them with. */
function cellsOfThisRow(call: Call): Ast[] {
  const names = referencesIn(call)
  const isOfTable = names.some(({ of }) => of !== undefined && of !== THIS_ROW)
  return names.filter(({ of }) => of === THIS_ROW || (isOfTable && of === undefined))
}

function parameterOf({ args: [keyAst, yearAst] }: Call, model: SheetModel): UsedParameter | null {
  const key = keyAst?.kind === 'literal' ? String(keyAst.value) : ''
  const parameter = model.context.parameters?.get(key)
  const year = yearAst?.kind === 'literal' ? Number(yearAst.value) : null
  const value =
    parameter === undefined
      ? null
      : year === null
        ? valueInYear(parameter, model.context.factorYear)
        : (parameter.values.find((one) => one.year === year) ?? null)
  return parameter === undefined || value === null ? null : { parameter, value }
}

function factorOf(ast: Call, model: SheetModel, row: string): UsedFactor | null {
  const [choiceAst] = ast.name === 'factor' ? ast.args : []
  const choice = choiceAst?.kind === 'field' ? model.field(choiceAst.key) : undefined
  if (choice === undefined) {
    return null
  }
  const value = model.value(row, choice.key)
  if (choice.type === 'factor') {
    const chosen = typeof value === 'string' ? model.context.factors.get(value) : undefined
    return chosen === undefined ? null : { choice, option: formatCell(choice, value), factor: chosen, call: ast }
  }
  const option = choice.options.find(({ id }) => id === value)
  const factor = model.context.factors.get(option?.factors?.[String(model.context.factorYear)] ?? '')
  return option === undefined || factor === undefined ? null : { choice, option: option.label, factor, call: ast }
}

function wordsOf(ast: Ast, model: SheetModel): FormulaPart[] {
  const plain = (text: string): FormulaPart => ({ kind: 'plain', text })
  switch (ast.kind) {
    case 'literal':
      return [plain(typeof ast.value === 'number' ? formatNumber(ast.value) : String(ast.value))]
    case 'field':
      return [{ kind: 'field', text: nameOf(ast, model) }]
    case 'operation': {
      const parts = ast.operands.map((operand) => bracketed(operand, wordsOf(operand, model), plain))
      const [first = [], second = []] = parts
      return ast.operands.length === 1
        ? [plain(ast.operator === 'not' ? 'not ' : '−'), ...first]
        : [...first, plain(` ${SYMBOLS[ast.operator] ?? ast.operator} `), ...second]
    }
    case 'call': {
      const args = ast.args.flatMap((argument, i) => [...(i > 0 ? [plain(', ')] : []), ...wordsOf(argument, model)])
      const text = `${ast.name}(${args.map((part) => part.text).join('')})`
      return ast.name === 'factor' ? [{ kind: 'factor', text }] : [plain(`${ast.name}(`), ...args, plain(')')]
    }
  }
}

/** Columns of other tables as they are written: their names are not known here. */
function nameOf({ key, of }: Extract<Ast, { kind: 'field' }>, model: SheetModel): string {
  const own = model.field(key)?.name ?? key
  return of === undefined ? own : `${of}.${of === THIS_ROW || of === model.context.table?.key ? own : key}`
}

function bracketed(ast: Ast, parts: FormulaPart[], plain: (text: string) => FormulaPart): FormulaPart[] {
  const isSum = ast.kind === 'operation' && (ast.operator === 'add' || ast.operator === 'subtract')
  return isSum ? [plain('('), ...parts, plain(')')] : parts
}

function numbersOf(ast: Ast, source: string, model: SheetModel, row: string, slot: number): string {
  const inner = (part: Ast): string => numbersOf(part, source, model, row, slot)
  switch (ast.kind) {
    case 'literal':
      return typeof ast.value === 'number' ? formatNumber(ast.value) : String(ast.value)
    case 'field': {
      const field = model.field(ast.key)
      const text = field === undefined ? '' : shownValue(field, model, row)
      return text === '' ? '?' : withUnit(text, field?.unit ?? null)
    }
    case 'operation': {
      const [first = '', second = ''] = ast.operands.map(inner)
      return ast.operands.length === 1 ? `−${first}` : `${first} ${SYMBOLS[ast.operator] ?? ast.operator} ${second}`
    }
    case 'call': {
      const compiled = compileFormula(source.slice(ast.start, ast.end), model.context)
      if (!compiled.ok) {
        return `${ast.name}(…)`
      }
      const result = compiled.value.evaluate(model.live.source, Uint32Array.of(slot))
      const value = result.numbers[0] ?? Number.NaN
      return Number.isFinite(value)
        ? withUnit(formatNumber(Number(value.toPrecision(DIGITS))), compiled.value.unit)
        : `${ast.name}(?)`
    }
  }
}

const withUnit = (text: string, unit: string | null): string =>
  unit === null ? text : `${text}\u00a0${unitText(unit)}`

function shownValue(field: Field, model: SheetModel, row: string): string {
  const value = model.value(row, field.key)
  return typeof value === 'number' ? formatNumber(Number(value.toPrecision(10))) : formatCell(field, value)
}

function componentsOf(field: Field, model: SheetModel, slot: number): Explanation['components'] {
  const components: { component: ShownComponent; amount: number }[] = []
  for (const component of [...EMISSION_COMPONENTS, MEMO_COMPONENT] as const) {
    const plan = compileField(field, model.context, component)
    if (!plan.ok) {
      return null
    }
    const amount = plan.value.evaluate(model.live.source, Uint32Array.of(slot)).numbers[0] ?? Number.NaN
    if (Number.isFinite(amount) && amount !== 0) {
      components.push({ component, amount })
    }
  }
  return components
}
