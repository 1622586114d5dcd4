import { fail, ok, type Result } from '#shared/result/result.ts'
import type { Problem } from '#formulas/Problem.ts'

/** A piece of the source: what the formula language knows, and nothing else. */
export interface Token {
  kind: 'number' | 'name' | 'text' | 'symbol'
  text: string
  start: number
  end: number
}

const PATTERNS: readonly [Token['kind'], RegExp][] = [
  ['number', /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['name', /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?/y],
  ['text', /"[^"\\\n]*"/y],
  ['symbol', /==|!=|<=|>=|[+\-*/^<>(),]/y],
]

/**
 * Cuts a formula into tokens. Everything outside the language (assignment, property access, brackets, braces, strings
 * with escapes, comments, several statements) is refused here, before the parser sees it.
 */
export function tokensOf(source: string): Result<Token[], Problem> {
  const tokens: Token[] = []
  let at = 0
  while (at < source.length) {
    if (/\s/.test(source[at]!)) {
      at++
      continue
    }
    const token = tokenAt(source, at)
    if (!token) {
      return fail(strange(source, at))
    }
    tokens.push(token)
    at = token.end
  }
  return ok(tokens)
}

function tokenAt(source: string, at: number): Token | null {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at
    const text = pattern.exec(source)?.[0]
    if (text !== undefined) {
      return { kind, text, start: at, end: at + text.length }
    }
  }
  return null
}

function strange(source: string, at: number): Problem {
  const char = String.fromCodePoint(source.codePointAt(at)!)
  const advice: Readonly<Record<string, string>> = {
    '"': 'A text starts here and does not end. Close it with ".',
    "'": 'Write texts in double quotes: "diesel".',
    '=': 'Write == to compare.',
    '&': 'Write and.',
    '|': 'Write or.',
    '!': 'Write not.',
    '%': 'Write a percentage as a fraction, for example 0.05.',
    ';': 'A formula is one expression. Arguments are separated by commas.',
  }
  const message = Object.hasOwn(advice, char) ? advice[char]! : `"${char}" is not part of the formula language.`
  return { code: 'syntax', message, start: at, end: at + char.length }
}
