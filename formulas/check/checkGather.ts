import { ONE } from '#shared/quantities/unit.ts'
import { isPointing } from '#shared/fields/target.ts'
import type { CheckScope } from '#formulas/functions/FormulaFunction.ts'
import { type Ast, type Call, type FieldReference, THIS_ROW } from '#formulas/syntax/Ast.ts'
import { GATHERING } from '#formulas/syntax/gatheredNames.ts'
import { isOfThisRow, partsOfAnd, referencesIn, withoutPlaces } from '#formulas/syntax/references.ts'
import {
  type Gather,
  type GatherKey,
  type GatherKind,
  MAX_GATHERS,
  OWN_TABLE,
  PREVIOUS_CYCLE,
  ROW_ID,
} from './Gather.ts'
import type { Step } from './Step.ts'
import { type Typed, typedNumber } from './Typed.ts'

/**
 * The sides of one gathering: the rows that are looked at (`there`), and the row that the formula belongs to (`here`). When
 * the gathered column is written with its table, so are all columns of the rows that are looked at, and plain names are of
 * the formula's row; else plain names are of the rows that are looked at, and `this.name` is of the formula's row.
 */
interface Sides {
  from: string
  /** What stands before the names of the rows that are looked at. */
  prefix: string | undefined
  there: CheckScope
  here: CheckScope
}

interface Condition {
  filter: Step | null
  keys: GatherKey[]
}

/** A value out of the rows that meet a condition; without one, out of all rows. */
export function checkGather(call: Call, scope: CheckScope, kind: GatherKind): Typed | null {
  const [value, condition] = [call.args[0]!, call.args[1]]
  const sides = sidesOf(value, call, scope)
  if (!sides || !isThereOnly(value, sides)) {
    return null
  }
  const typed =
    kind === 'count' || kind === 'lookup' ? sides.there.check(withoutPlaces(value)) : numberOf(value, sides, call)
  const found = condition ? conditionOf(condition, sides) : { filter: null, keys: [] }
  return typed && found && gathered(kind, sides.from, typed, found)
}

/** The same field in the cycle before: of the same row, or of the row that meets a condition. */
export function checkPrevious(call: Call, scope: CheckScope): Typed | null {
  const [value, condition] = [call.args[0]!, call.args[1]]
  if (value.kind !== 'field' || value.of !== undefined) {
    return scope.refuse('arguments', 'previous reads one field of this table, for example previous(quantity).', value)
  }
  const there = scope.rowsOf(PREVIOUS_CYCLE, call)
  if (!there) {
    return null
  }
  const id = { op: 'textField', key: ROW_ID } as const
  const sides = { from: PREVIOUS_CYCLE, prefix: undefined, there, here: scope }
  const typed = there.check(value)
  const found = condition
    ? conditionOf(condition, sides)
    : { filter: null, keys: [{ type: 'text', there: id, here: id } as const] }
  return typed && found && gathered('lookup', PREVIOUS_CYCLE, typed, found)
}

/** The row that a reference points at. */
export function checkReferred(call: Call, scope: CheckScope, reference: FieldReference): Typed | null {
  const sides = sidesOf(call.args[0]!, call, scope)
  if (!sides || !isThereOnly(call.args[0]!, sides)) {
    return null
  }
  const field = scope.field(reference.key)
  const target = sides.there.context.table?.id
  if (field?.targetTableId !== undefined && target !== undefined && field.targetTableId !== target) {
    return scope.refuse('type', `${scope.label(reference)} points at rows of another table.`, reference)
  }
  const typed = sides.there.check(withoutPlaces(call.args[0]!))
  const there: Step = { op: 'textField', key: ROW_ID }
  const here: Step = { op: 'textField', key: reference.key }
  return typed && gathered('lookup', sides.from, typed, { filter: null, keys: [{ type: 'text', there, here }] })
}

function gathered(kind: GatherKind, from: string, typed: Typed, { filter, keys }: Condition): Typed {
  const gather: Gather = { kind, from, value: typed.step, type: typed.type, filter, keys }
  const step = { op: 'gathered', gather } as const
  if (kind === 'count') {
    return typedNumber(step, ONE)
  }
  const { type, unit, time } = typed
  return { type, unit, step, ...(time !== undefined && { time }) }
}

const numberOf = (value: Ast, { there }: Sides, call: Call): Typed | null =>
  there.number(withoutPlaces(value), `What ${call.name} is given`)

/** Which rows are looked at, as the names in the value say. */
function sidesOf(value: Ast, call: Call, scope: CheckScope): Sides | null {
  const names = referencesIn(value)
  if (names.length === 0) {
    return scope.refuse('arguments', `${call.name} needs a column, for example ${call.name}(quantity).`, value)
  }
  if (containsGather(value)) {
    const message = `Inside ${call.name} there is another function that reads many rows. Put it in a column of its own.`
    return scope.refuse('arguments', message, value)
  }
  if (!scope.countGather()) {
    return scope.refuse('too-many-parts', `A formula reads many rows at most ${MAX_GATHERS} times. Split it up.`, call)
  }
  const prefix = names.find(({ of }) => of !== undefined && of !== THIS_ROW)?.of
  const isOwn = prefix === undefined || prefix === scope.context.table?.key
  const from = isOwn ? OWN_TABLE : prefix
  const there = scope.rowsOf(from, call)
  return there && { from, prefix, there, here: scope }
}

function containsGather(ast: Ast): boolean {
  return ast.kind === 'call'
    ? GATHERING.has(ast.name) || ast.args.some(containsGather)
    : ast.kind === 'operation' && ast.operands.some(containsGather)
}

const isThere = (name: FieldReference, { prefix }: Sides): boolean => name.of === prefix && !isOfThisRow(name)

/** The value comes from the rows that are looked at, and from nowhere else. */
function isThereOnly(value: Ast, sides: Sides): boolean {
  const stranger = referencesIn(value).find((name) => !isThere(name, sides))
  if (stranger === undefined) {
    return true
  }
  const remedy =
    sides.prefix === undefined ? 'Use it outside.' : `Write ${sides.prefix}.${stranger.key}, or use it outside.`
  sides.here.refuse(
    'arguments',
    `${stranger.key} is of this row, not of the rows that are gathered. ${remedy}`,
    stranger,
  )
  return false
}

/** Parts over the gathered rows alone are a filter; an `==` between both sides is a key. */
function conditionOf(condition: Ast, sides: Sides): Condition | null {
  if (containsGather(condition)) {
    const message = 'A condition cannot read many rows itself. Put that in a column of its own.'
    return sides.here.refuse('arguments', message, condition)
  }
  let isFine = true
  const found: Condition = { filter: null, keys: [] }
  for (const part of partsOfAnd(condition)) {
    const names = referencesIn(part)
    const elsewhere = names.find(({ of }) => of !== undefined && of !== THIS_ROW && of !== sides.prefix)
    if (elsewhere) {
      sides.here.refuse('arguments', `${elsewhere.of} is another table than the one that is gathered.`, elsewhere)
      isFine = false
    } else if (names.every((name) => isThere(name, sides))) {
      const typed = sides.there.boolean(withoutPlaces(part), 'A condition')
      isFine &&= typed !== null
      found.filter = typed && (found.filter ? { op: 'and', left: found.filter, right: typed.step } : typed.step)
    } else {
      const key = keyOf(part, names, sides)
      isFine &&= key !== null
      found.keys.push(...(key ? [key] : []))
    }
  }
  return isFine ? found : null
}

function keyOf(part: Ast, names: readonly FieldReference[], sides: Sides): GatherKey | null {
  if (!names.some((name) => isThere(name, sides))) {
    const here = sides.here.boolean(withoutPlaces(part), 'A condition')
    return here && { type: 'boolean', there: { op: 'constant', value: 1 }, here: here.step }
  }
  if (part.kind === 'operation' && part.operator === 'equal') {
    const [left, right] = [part.operands[0]!, part.operands[1]!]
    if (isAll(left, sides, true) && isAll(right, sides, false)) {
      return equalKey(left, right, part, sides)
    }
    if (isAll(right, sides, true) && isAll(left, sides, false)) {
      return equalKey(right, left, part, sides)
    }
  }
  const example = sides.prefix === undefined ? 'site == this.site' : `${sides.prefix}.site == site`
  const message = `Rows are compared with this row by == only, several joined by and: ${example}.`
  return sides.here.refuse('arguments', message, part)
}

const isAll = (ast: Ast, sides: Sides, there: boolean): boolean =>
  referencesIn(ast).every((name) => isThere(name, sides) === there)

function equalKey(thereAst: Ast, hereAst: Ast, part: Ast, sides: Sides): GatherKey | null {
  const { there, here } = sides
  const pointing = pointingKey(thereAst, hereAst, sides)
  if (pointing !== undefined) {
    return pointing
  }
  const [thereName, hereName] = [withoutPlaces(thereAst), withoutPlaces(hereAst)]
  // choices of two tables have ids of their own; what people see is the same
  const isByLabel = sides.from !== OWN_TABLE && sides.from !== PREVIOUS_CYCLE
  const a = isByLabel && isChoice(thereName, there) ? there.text(thereName, 'A key') : there.check(thereName)
  const b = isByLabel && isChoice(hereName, here) ? here.text(hereName, 'A key') : here.check(hereName)
  const both = a && b && here.unify(a, b, [thereAst, hereAst], 'cannot be compared', part, true)
  return both && { type: both[0].type, there: both[0].step, here: both[1].step }
}

const isChoice = (ast: Ast, scope: CheckScope): boolean =>
  ast.kind === 'field' && scope.field(ast.key)?.type === 'option'

/** References, people and factors are the same when they point at the same; `this` is what a reference to this row holds. */
function pointingKey(thereAst: Ast, hereAst: Ast, { there, here }: Sides): GatherKey | null | undefined {
  const pointer = thereAst.kind === 'field' ? there.field(thereAst.key) : undefined
  const isRow = hereAst.kind === 'field' && hereAst.of === undefined && hereAst.key === THIS_ROW
  if (isRow) {
    if (pointer?.type !== 'reference') {
      return here.refuse('type', `${there.label(thereAst)} does not point at rows, so it is never this row.`, thereAst)
    }
    return { type: 'text', there: { op: 'textField', key: pointer.key }, here: { op: 'textField', key: ROW_ID } }
  }
  const other = hereAst.kind === 'field' ? here.field(hereAst.key) : undefined
  if (!pointer || !other || !isPointing(pointer.type) || pointer.type !== other.type) {
    return undefined
  }
  return { type: 'text', there: { op: 'textField', key: pointer.key }, here: { op: 'textField', key: other.key } }
}
