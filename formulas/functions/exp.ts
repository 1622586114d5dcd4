import type { FormulaFunction } from './FormulaFunction.ts'
import { ofPlainNumber } from './ofPlainNumber.ts'

export const expFunction: FormulaFunction = ofPlainNumber('exp', 'exp(number)', 'e to the power of a plain number.')
