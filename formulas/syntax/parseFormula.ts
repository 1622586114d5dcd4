import { fail, ok, type Result } from '#shared/result/result.ts'
import type { Problem, ProblemCode } from '#formulas/Problem.ts'
import type { Ast } from './Ast.ts'
import { allowedTree, NotAllowed } from './allowedTree.ts'
import { MAX_FORMULA_DEPTH, MAX_FORMULA_LENGTH, MAX_FORMULA_NODES } from './limits.ts'
import { parseExpression } from './parser.ts'
import { type Token, tokensOf } from './tokens.ts'

/**
 * Reads a formula into our tree, or says what is wrong with it and where. Never throws, whatever the text.
 * Linear in the length of the text, which is limited, as are the number of parts and their nesting.
 */
export function parseFormula(source: string): Result<Ast, Problem[]> {
  if (source.length > MAX_FORMULA_LENGTH) {
    return refused(
      'too-long',
      `A formula has at most ${MAX_FORMULA_LENGTH} characters.`,
      MAX_FORMULA_LENGTH,
      source.length,
    )
  }
  const tokens = tokensOf(source)
  if (!tokens.ok) {
    return fail([tokens.error])
  }
  if (tokens.value.length === 0) {
    return refused('empty', 'Write a formula, for example quantity * factor(fuel, "CO2e").', 0, source.length)
  }
  const tooMuch = costOf(tokens.value)
  return tooMuch ? fail([tooMuch]) : parseTokens(source, tokens.value)
}

function parseTokens(source: string, tokens: readonly Token[]): Result<Ast, Problem[]> {
  try {
    // A line break would end the expression for the parser; for a person it is a space.
    return ok(allowedTree(parseExpression(source.replaceAll(/\s/g, ' ')), tokens))
  } catch (error) {
    if (error instanceof NotAllowed) {
      return fail([error.problem])
    }
    if (error instanceof SyntaxError) {
      return fail([syntaxProblem(error, source)])
    }
    if (error instanceof RangeError) {
      return deep(0, source.length)
    }
    throw error
  }
}

const endsOperand = (token: Token | undefined): boolean =>
  token !== undefined && (token.kind !== 'symbol' || token.text === ')') && !['and', 'or', 'not'].includes(token.text)

/** Counts parts and nesting on the tokens, so that the recursive parser never meets a bomb. */
function costOf(tokens: readonly Token[]): Problem | null {
  if (tokens.length > MAX_FORMULA_NODES * 2) {
    const end = tokens.at(-1)!.end
    return { code: 'too-many-parts', message: `A formula has at most ${MAX_FORMULA_NODES} parts.`, start: 0, end }
  }
  let open = 0
  let run = 0
  let previous: Token | undefined
  for (const token of tokens) {
    open += token.text === '(' ? 1 : token.text === ')' ? -1 : 0
    // Signs, `not` and powers nest without parentheses; the operators between two parts do not.
    if (token.text === '^' || token.text === 'not' || ('+-'.includes(token.text) && !endsOperand(previous))) {
      run++
    } else if (token.kind === 'symbol' && !'()'.includes(token.text)) {
      run = 0
    }
    if (open > MAX_FORMULA_DEPTH || run > MAX_FORMULA_DEPTH) {
      return {
        code: 'too-deep',
        message: `Parts are nested at most ${MAX_FORMULA_DEPTH} deep.`,
        start: token.start,
        end: token.end,
      }
    }
    previous = token
  }
  return null
}

function syntaxProblem(error: SyntaxError, source: string): Problem {
  const char = 'char' in error && typeof error.char === 'number' ? error.char : 1
  const start = Math.min(Math.max(char - 1, 0), Math.max(source.length - 1, 0))
  const message = error.message.startsWith('Unexpected end')
    ? 'The formula ends too early. Something is missing here.'
    : 'The formula cannot be read from here on.'
  return { code: 'syntax', message, start, end: Math.max(start + 1, Math.min(start + 1, source.length)) }
}

const refused = (code: ProblemCode, message: string, start: number, end: number): Result<never, Problem[]> =>
  fail([{ code, message, start, end }])

const deep = (start: number, end: number): Result<never, Problem[]> =>
  refused('too-deep', `Parts are nested at most ${MAX_FORMULA_DEPTH} deep.`, start, end)
