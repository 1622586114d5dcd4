import * as mathjs from 'mathjs/number'
import {
  AccessorNode,
  ConstantNode,
  FunctionNode,
  IndexNode,
  OperatorNode,
  ParenthesisNode,
  RawNode,
  SymbolNode,
} from './rawNodes.ts'

/** What mathjs exports and its types leave out: the function that makes a parser out of its parts. */
declare module 'mathjs/number' {
  export const createParse: (parts: Readonly<Record<string, unknown>>) => (source: string) => RawNode
}

/** mathjs writes its parser for several kinds of input; ours only ever reads a text. */
const typed = Object.assign((_name: string, kinds: { string: (source: string) => RawNode }) => kinds.string, {
  addConversion: () => undefined,
})

/** The one parser of mathjs. It gets nodes that hold and cannot do, so nothing can be evaluated or compiled with it. */
const parse = mathjs.createParse({
  typed,
  numeric: Number,
  config: { number: 'number' },
  AccessorNode,
  ConstantNode,
  FunctionNode,
  IndexNode,
  OperatorNode,
  ParenthesisNode,
  SymbolNode,
  // Not in the formula language: the allow-list refuses a node that has no kind.
  ArrayNode: RawNode,
  AssignmentNode: RawNode,
  BlockNode: RawNode,
  ConditionalNode: RawNode,
  FunctionAssignmentNode: RawNode,
  ObjectNode: RawNode,
  RangeNode: RawNode,
  RelationalNode: RawNode,
})

/** The raw tree of an expression; throws a SyntaxError that carries `char`, its one-based position. */
export function parseExpression(source: string): RawNode {
  return parse(source)
}
