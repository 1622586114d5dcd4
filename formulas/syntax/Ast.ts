/** A formula as a tree of what is allowed, each part with its place in the source. */
export type Ast = Literal | FieldReference | Operation | Call

interface Place {
  /** Offsets in the source; parentheses around a part belong to it. */
  start: number
  end: number
}

export interface Literal extends Place {
  kind: 'literal'
  value: number | string | boolean
}

export interface FieldReference extends Place {
  kind: 'field'
  key: string
  /** What stands before the dot: `this`, or the key of a table. `this` alone is a key: the row itself. */
  of?: string
}

export const THIS_ROW = 'this'

export interface Operation extends Place {
  kind: 'operation'
  operator: Operator
  /** One operand for `negate` and `not`, else two. */
  operands: readonly Ast[]
}

export interface Call extends Place {
  kind: 'call'
  name: string
  args: readonly Ast[]
}

/** Operators under the names that the parser gives them. */
export const OPERATORS = {
  unaryMinus: 1,
  not: 1,
  add: 2,
  subtract: 2,
  multiply: 2,
  divide: 2,
  pow: 2,
  smaller: 2,
  larger: 2,
  smallerEq: 2,
  largerEq: 2,
  equal: 2,
  unequal: 2,
  and: 2,
  or: 2,
} as const
export type Operator = keyof typeof OPERATORS
