import type { Ast, Operator } from '#formulas/syntax/Ast.ts'

const SYMBOLS: Readonly<Record<Operator, string>> = {
  unaryMinus: '-',
  not: 'not ',
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  pow: '^',
  smaller: '<',
  larger: '>',
  smallerEq: '<=',
  largerEq: '>=',
  equal: '==',
  unequal: '!=',
  and: 'and',
  or: 'or',
}

/** A tree as the text of a formula. Parsing it gives the same tree; every operation inside another one is in parentheses. */
export function printFormula(ast: Ast): string {
  switch (ast.kind) {
    case 'literal':
      return typeof ast.value === 'string' ? `"${ast.value}"` : String(ast.value)
    case 'field':
      return ast.of === undefined ? ast.key : `${ast.of}.${ast.key}`
    case 'call':
      return `${ast.name}(${ast.args.map(printFormula).join(', ')})`
    case 'operation': {
      const [first = '', second] = ast.operands.map(printOperand)
      const symbol = SYMBOLS[ast.operator]
      return second === undefined ? symbol + first : `${first} ${symbol} ${second}`
    }
  }
}

const printOperand = (ast: Ast): string => (ast.kind === 'operation' ? `(${printFormula(ast)})` : printFormula(ast))
