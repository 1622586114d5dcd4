import type { Problem } from '#formulas/Problem.ts'
import { type Ast, type Operator, OPERATORS } from './Ast.ts'
import { MAX_FORMULA_DEPTH, MAX_FORMULA_NODES } from './limits.ts'
import {
  AccessorNode,
  ConstantNode,
  FunctionNode,
  IndexNode,
  OperatorNode,
  ParenthesisNode,
  type RawNode,
  SymbolNode,
} from './rawNodes.ts'
import type { Token } from './tokens.ts'

/** Raised inside the walk when a part is not on the allow-list; it never leaves `parseFormula`. */
export class NotAllowed extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.message)
    this.problem = problem
  }
}

/**
 * Copies the parser's tree into ours, node by node, taking only what is on the list. The parser keeps no positions, so
 * the walk consumes the tokens in source order beside the tree; where both disagree the formula is refused.
 */
export function allowedTree(root: RawNode, tokens: readonly Token[]): Ast {
  const walk = new Walk(tokens)
  const ast = walk.node(root, 1)
  walk.end()
  return ast
}

class Walk {
  #at = 0
  #nodes = 0
  readonly #tokens: readonly Token[]

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  node(node: RawNode, depth: number): Ast {
    this.#nodes++
    if (depth > MAX_FORMULA_DEPTH || this.#nodes > MAX_FORMULA_NODES) {
      const [code, message] =
        this.#nodes > MAX_FORMULA_NODES
          ? (['too-many-parts', `A formula has at most ${MAX_FORMULA_NODES} parts.`] as const)
          : (['too-deep', `Parts are nested at most ${MAX_FORMULA_DEPTH} deep.`] as const)
      throw new NotAllowed({ ...this.#here(), code, message })
    }
    if (node instanceof ParenthesisNode) {
      const open = this.#symbol('(')
      const inner = this.node(node.content, depth + 1)
      return { ...inner, start: open.start, end: this.#symbol(')').end }
    }
    if (node instanceof ConstantNode) {
      return this.#literal(node.value)
    }
    if (node instanceof SymbolNode) {
      const token = this.#next('name', node.name)
      return { kind: 'field', key: node.name, start: token.start, end: token.end }
    }
    if (node instanceof AccessorNode) {
      return this.#column(node)
    }
    if (node instanceof OperatorNode) {
      return this.#operation(node, depth)
    }
    if (node instanceof FunctionNode) {
      return this.#call(node, depth)
    }
    throw this.#refusal()
  }

  end(): void {
    if (this.#at < this.#tokens.length) {
      throw this.#refusal()
    }
  }

  #literal(value: unknown): Ast {
    const token = this.#next()
    const place = { start: token.start, end: token.end }
    if (typeof value === 'string' && token.kind === 'text' && token.text === `"${value}"`) {
      return { kind: 'literal', value, ...place }
    }
    if (typeof value === 'boolean' && token.text === String(value)) {
      return { kind: 'literal', value, ...place }
    }
    if (typeof value === 'number' && token.kind === 'number') {
      if (!Number.isFinite(value)) {
        throw new NotAllowed({ code: 'not-allowed', message: 'This number is too large.', ...place })
      }
      return { kind: 'literal', value, ...place }
    }
    throw new NotAllowed({ code: 'not-allowed', message: `"${token.text}" is not allowed in a formula.`, ...place })
  }

  #operation(node: OperatorNode, depth: number): Ast {
    const operands: Ast[] = []
    const name: string = node.fn
    const isSign = node.args.length === 1
    if (node.implicit || !isOperator(name) || OPERATORS[name] !== node.args.length) {
      throw node.implicit ? this.#implicit(node, depth) : this.#refusal()
    }
    const sign = isSign ? this.#symbol(node.op) : null
    for (const [position, argument] of node.args.entries()) {
      if (position > 0) {
        this.#symbol(node.op)
      }
      // A chain such as a + b + c leans to the left without being nested.
      operands.push(this.node(argument, position === 0 && !sign ? depth : depth + 1))
    }
    const start = sign ? sign.start : operands[0]!.start
    return { kind: 'operation', operator: name, operands, start, end: operands.at(-1)!.end }
  }

  /** A name, a dot and a name, which are one token. */
  #column({ object, index }: AccessorNode): Ast {
    const [name] = index instanceof IndexNode ? index.dimensions : []
    if (!(object instanceof SymbolNode && name instanceof ConstantNode)) {
      throw this.#refusal()
    }
    const key = String(name.value)
    const token = this.#next('name', `${object.name}.${key}`)
    return { kind: 'field', key, of: object.name, start: token.start, end: token.end }
  }

  /** Two parts side by side: walk the first to find the place, then ask for an operator. */
  #implicit(node: OperatorNode, depth: number): NotAllowed {
    this.node(node.args[0]!, depth + 1)
    return new NotAllowed({ ...this.#here(), code: 'syntax', message: 'An operator such as * is missing here.' })
  }

  #call(node: FunctionNode, depth: number): Ast {
    if (!(node.fn instanceof SymbolNode)) {
      throw this.#refusal()
    }
    const name = this.#next('name', node.fn.name)
    const args: Ast[] = []
    this.#symbol('(')
    for (const [position, argument] of node.args.entries()) {
      if (position > 0) {
        this.#symbol(',')
      }
      args.push(this.node(argument, depth + 1))
    }
    return { kind: 'call', name: name.text, args, start: name.start, end: this.#symbol(')').end }
  }

  #symbol(text: string): Token {
    const token = this.#next()
    if (token.text !== text) {
      throw new NotAllowed({
        code: 'syntax',
        message: 'The formula cannot be read here.',
        start: token.start,
        end: token.end,
      })
    }
    return token
  }

  #next(kind?: Token['kind'], text?: string): Token {
    const token = this.#tokens[this.#at]
    if (!token || (kind && token.kind !== kind) || (text !== undefined && token.text !== text)) {
      throw this.#refusal()
    }
    this.#at++
    return token
  }

  #refusal(): NotAllowed {
    const here = this.#here()
    return new NotAllowed({ ...here, code: 'not-allowed', message: 'This is not part of the formula language.' })
  }

  /** The token that comes next, or the last one. */
  #here(): { start: number; end: number } {
    const token = this.#tokens[Math.min(this.#at, this.#tokens.length - 1)]!
    return { start: token.start, end: token.end }
  }
}

const isOperator = (name: string): name is Operator => Object.hasOwn(OPERATORS, name)
