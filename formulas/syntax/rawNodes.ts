/**
 * The nodes that the parser of mathjs builds its tree from: what it writes and what the allow-list reads. Its own ones
 * also compile, evaluate and print, which the page would load with every sheet and which nothing here may ever do.
 */
export class RawNode {
  /** mathjs looks for this on the prototype. */
  get isNode(): true {
    return true
  }
}

export class ConstantNode extends RawNode {
  readonly isConstantNode = true
  readonly value: unknown

  constructor(value: unknown) {
    super()
    this.value = value
  }
}

export class SymbolNode extends RawNode {
  readonly isSymbolNode = true
  readonly name: string

  constructor(name: string) {
    super()
    this.name = name
  }
}

export class ParenthesisNode extends RawNode {
  readonly content: RawNode

  constructor(content: RawNode) {
    super()
    this.content = content
  }
}

export class OperatorNode extends RawNode {
  readonly isOperatorNode = true
  readonly op: string
  readonly fn: string
  readonly args: readonly RawNode[]
  /** Two parts side by side, which mathjs takes as a multiplication. */
  readonly implicit: boolean
  readonly isPercentage: boolean

  constructor(op: string, fn: string, args: readonly RawNode[], implicit = false, isPercentage = false) {
    super()
    this.op = op
    this.fn = fn
    this.args = args
    this.implicit = implicit
    this.isPercentage = isPercentage
  }
}

export class FunctionNode extends RawNode {
  readonly isFunctionNode = true
  readonly fn: RawNode
  readonly args: readonly RawNode[]

  constructor(fn: RawNode, args: readonly RawNode[]) {
    super()
    this.fn = fn
    this.args = args
  }
}

/** A name behind a dot. */
export class AccessorNode extends RawNode {
  readonly isAccessorNode = true
  readonly object: RawNode
  readonly index: RawNode

  constructor(object: RawNode, index: RawNode) {
    super()
    this.object = object
    this.index = index
  }
}

export class IndexNode extends RawNode {
  readonly isIndexNode = true
  readonly dimensions: readonly RawNode[]

  constructor(dimensions: readonly RawNode[]) {
    super()
    this.dimensions = dimensions
  }
}
