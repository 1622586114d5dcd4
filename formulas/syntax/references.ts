import { type Ast, type FieldReference, THIS_ROW } from './Ast.ts'

/** All names of fields in a part, in source order. */
export function referencesIn(ast: Ast): FieldReference[] {
  switch (ast.kind) {
    case 'literal':
      return []
    case 'field':
      return [ast]
    case 'operation':
      return ast.operands.flatMap(referencesIn)
    case 'call':
      return ast.args.flatMap(referencesIn)
  }
}

/** The part with plain names: without what stands before a dot. */
export function withoutPlaces(ast: Ast): Ast {
  switch (ast.kind) {
    case 'literal':
      return ast
    case 'field': {
      const { of: _of, ...plain } = ast
      return plain
    }
    case 'operation':
      return { ...ast, operands: ast.operands.map(withoutPlaces) }
    case 'call':
      return { ...ast, args: ast.args.map(withoutPlaces) }
  }
}

/** Parts that all have to hold. */
export const partsOfAnd = (ast: Ast): readonly Ast[] =>
  ast.kind === 'operation' && ast.operator === 'and' ? ast.operands.flatMap(partsOfAnd) : [ast]

/** `this`, or `this.` before a name: the row that the formula belongs to. */
export const isOfThisRow = ({ key, of }: FieldReference): boolean =>
  of === THIS_ROW || (of === undefined && key === THIS_ROW)
