import type { Problem, ProblemCode } from '#formulas/Problem.ts'
import { FORMULA_PROBLEM_CODES } from '#shared/api/formulaProblemCodes.ts'
import { PROBLEM_WORDS_AR, type ProblemWords } from './words.ts'

/** English is what the formulas say themselves: it knows more than the code. */
const WORDS: Readonly<Record<string, ProblemWords>> = { ar: PROBLEM_WORDS_AR }

const LONGEST = 40

/** Why a formula is not accepted, in the language of the page. `formula`: its text, which the problem points into. */
export function formulaProblemText(
  problem: Omit<Problem, 'code' | 'units'> & { code: string; units?: [string, string] | undefined },
  formula: string,
  language: string,
): string {
  const { code, message, start, end, units } = problem
  const words = WORDS[language]
  if (words === undefined || !isProblemCode(code)) {
    return message // the code may be of a server that is newer than this page
  }
  const part = formula.slice(start, end).trim() || formula.slice(0, end).trim()
  const [left, right] = units?.map((unit) => (unit === '1' || unit === '' ? words.plainNumber : unit)) ?? []
  const sentence = words.sentences[code === 'unit' && units !== undefined ? 'units' : code]
  return sentence
    .replace('{{part}}', () => (part.length > LONGEST ? `${part.slice(0, LONGEST - 1)}…` : part))
    .replace('{{left}}', () => left ?? '?')
    .replace('{{right}}', () => right ?? '?')
}

const isProblemCode = (code: string): code is ProblemCode => FORMULA_PROBLEM_CODES.some((known) => known === code)
