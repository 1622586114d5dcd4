import { formatUnit } from '#shared/quantities/formatUnit.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { fail, ok, type Result } from '#shared/result/result.ts'
import { checkFormula } from '#formulas/check/checkFormula.ts'
import { wayAcross } from '#formulas/check/wayAcross.ts'
import { inUnit, type Typed } from '#formulas/check/Typed.ts'
import { componentSteps } from '#formulas/emissions/componentSteps.ts'
import type { EmissionComponent, SideComponent } from '#formulas/emissions/emissionComponents.ts'
import type { FormulaContext } from '#formulas/FormulaContext.ts'
import type { Problem } from '#formulas/Problem.ts'
import { columnarPlan } from './columnarPlan.ts'
import type { Plan } from './Plan.ts'

/** What a compiled formula shall give. */
export interface CompileOptions {
  /** Unit of the results; the formula's own when null or absent. Refused when it measures something else. */
  resultUnit?: string | null
  /**
   * Only this component of the emissions, in the same unit: the components without biogenic CO2 add up to the whole.
   * `biogenicCO2` gives kilograms (or tonnes) of biogenic CO2 under that unit, beside the total; `CO2e-AR4` and the like
   * what of `other` is CO2e of that GWP set, where it is not the cycle's; `partial-CH4` and the like what is CO2e of
   * factors that lack those gases.
   */
  gas?: EmissionComponent | SideComponent
}

/** Checks a formula and lays it out as a plan, or gives everything that is wrong with it. Never throws for a formula. */
export function compileFormula(
  source: string,
  context: FormulaContext,
  options: CompileOptions = {},
): Result<Plan, Problem[]> {
  const checked = checkFormula(source, context, options.gas !== undefined)
  if (!checked.ok) {
    return checked
  }
  const typed = inResultUnit(checked.value, source, options.resultUnit ?? null, context)
  if (!typed.ok) {
    return typed
  }
  const { step, unit, type } = typed.value
  const steps = options.gas === undefined ? step : componentSteps(step, options.gas)
  return ok(columnarPlan(steps, type, formatUnit(unit) || null))
}

function inResultUnit(
  typed: Typed,
  source: string,
  text: string | null,
  context: FormulaContext,
): Result<Typed, Problem[]> {
  const place = { start: 0, end: source.length }
  if (text === null || text === '') {
    return ok(typed)
  }
  const unit = parseUnit(text)
  if (!unit.ok) {
    return fail([{ ...place, code: 'unknown-unit', message: `The field's unit is not known. ${unit.error.message}` }])
  }
  if (typed.type !== 'number') {
    return fail([
      { ...place, code: 'type', message: `The field is in ${text}, but the formula gives a ${typed.type}.` },
    ])
  }
  const converted = inUnit(typed, unit.value)
  const units: [string, string] = [formatUnit(typed.unit) || '1', formatUnit(unit.value) || '1']
  const own = formatUnit(typed.unit)
  const message = `The formula gives ${own === '' ? 'a plain number' : own}, but the field is in ${text}.${wayAcross(typed.unit, unit.value, context)}`
  return converted ? ok(converted) : fail([{ ...place, code: 'unit', message, units }])
}
