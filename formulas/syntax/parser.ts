import { create, type MathNode, parseDependencies } from 'mathjs/number'

/** The one mathjs instance: it has a parser and no functions, and nothing is ever evaluated or compiled with it. */
const mathjs = parseDependencies && create(parseDependencies, {})

/** The raw tree of an expression; throws a SyntaxError that carries `char`, its one-based position. */
export function parseExpression(source: string): MathNode {
  if (!mathjs?.parse) {
    throw new Error('mathjs was created without its parser')
  }
  return mathjs.parse(source)
}
