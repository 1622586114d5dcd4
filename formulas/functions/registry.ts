import { absFunction } from './abs.ts'
import { coalesceFunction } from './coalesce.ts'
import { convertFunction } from './convert.ts'
import { factorFunction } from './factor.ts'
import type { FormulaFunction } from './FormulaFunction.ts'
import { gwpFunction } from './gwp.ts'
import { ifFunction } from './if.ts'
import { maxFunction } from './max.ts'
import { minFunction } from './min.ts'
import { roundFunction } from './round.ts'

/** The functions of the formula language by name. */
export const FORMULA_FUNCTIONS: ReadonlyMap<string, FormulaFunction> = new Map(
  [
    ifFunction,
    minFunction,
    maxFunction,
    roundFunction,
    absFunction,
    coalesceFunction,
    gwpFunction,
    convertFunction,
    factorFunction,
  ].map((entry) => [entry.name, entry]),
)
