import { absFunction } from './abs.ts'
import { avgFunction } from './avg.ts'
import { avgOfFunction } from './avgOf.ts'
import { coalesceFunction } from './coalesce.ts'
import { concatFunction } from './concat.ts'
import { containsFunction } from './contains.ts'
import { convertFunction } from './convert.ts'
import { countFunction } from './count.ts'
import { countOfFunction } from './countOf.ts'
import { dateFunction } from './date.ts'
import { dayFunction } from './day.ts'
import { daysBetweenFunction } from './daysBetween.ts'
import { daysInMonthFunction } from './daysInMonth.ts'
import { daysInYearFunction } from './daysInYear.ts'
import { endsWithFunction } from './endsWith.ts'
import { expFunction } from './exp.ts'
import { factorFunction } from './factor.ts'
import type { FormulaFunction } from './FormulaFunction.ts'
import { gwpFunction } from './gwp.ts'
import { ifFunction } from './if.ts'
import { leftFunction } from './left.ts'
import { lengthFunction } from './length.ts'
import { lnFunction } from './ln.ts'
import { lookupFunction } from './lookup.ts'
import { lowerFunction } from './lower.ts'
import { maxFunction } from './max.ts'
import { maxOfFunction } from './maxOf.ts'
import { minFunction } from './min.ts'
import { minOfFunction } from './minOf.ts'
import { monthFunction } from './month.ts'
import { parameterFunction } from './parameter.ts'
import { previousFunction } from './previous.ts'
import { replaceFunction } from './replace.ts'
import { rightFunction } from './right.ts'
import { roundFunction } from './round.ts'
import { sqrtFunction } from './sqrt.ts'
import { startsWithFunction } from './startsWith.ts'
import { sumFunction } from './sum.ts'
import { sumOfFunction } from './sumOf.ts'
import { trimFunction } from './trim.ts'
import { upperFunction } from './upper.ts'
import { yearFunction } from './year.ts'

/** The functions of the formula language by name. */
export const FORMULA_FUNCTIONS: ReadonlyMap<string, FormulaFunction> = new Map(
  [
    ifFunction,
    minFunction,
    maxFunction,
    sumFunction,
    avgFunction,
    countFunction,
    roundFunction,
    absFunction,
    coalesceFunction,
    gwpFunction,
    convertFunction,
    factorFunction,
    parameterFunction,
    sqrtFunction,
    expFunction,
    lnFunction,
    concatFunction,
    containsFunction,
    startsWithFunction,
    endsWithFunction,
    leftFunction,
    rightFunction,
    lengthFunction,
    lowerFunction,
    upperFunction,
    trimFunction,
    replaceFunction,
    yearFunction,
    monthFunction,
    dayFunction,
    dateFunction,
    daysBetweenFunction,
    daysInMonthFunction,
    daysInYearFunction,
    sumOfFunction,
    avgOfFunction,
    minOfFunction,
    maxOfFunction,
    countOfFunction,
    lookupFunction,
    previousFunction,
  ].map((entry) => [entry.name, entry]),
)
