import type { EmissionComponent, SideComponent } from '#formulas/emissions/emissionComponents.ts'
import type { FormulaContext, FormulaField } from '#formulas/FormulaContext.ts'
import type { Problem } from '#formulas/Problem.ts'
import { MAX_TABLE_GATHERS } from '#formulas/check/Gather.ts'
import { compileFormula } from './compileFormula.ts'
import { inOrder } from './inOrder.ts'
import type { Plan } from './Plan.ts'
import { ringsBetweenTables } from './ringsBetweenTables.ts'

/** The formula fields of a table, ready to run. */
export interface TablePlans {
  /** Keys of the fields that have a plan, each after the fields that it reads. */
  order: string[]
  plans: Map<string, Plan>
  /** What is wrong, by field. A field that reads a field with problems has a plan of its own and gets its errors. */
  problems: Map<string, Problem[]>
}

/** Compiles all formula fields, orders them by what they read, and reports each ring of references whole. */
export function compileTable(fields: readonly FormulaField[], context: FormulaContext): TablePlans {
  const formulaFields = fields.filter((field) => field.type === 'formula')
  const plans = new Map<string, Plan>()
  const problems = new Map<string, Problem[]>()
  const whole = { ...context, fields }
  for (const field of formulaFields) {
    const compiled = compileField(field, whole)
    if (compiled.ok) {
      plans.set(field.key, compiled.value)
    } else {
      problems.set(field.key, compiled.error)
    }
  }
  let gathers = 0
  for (const field of formulaFields) {
    gathers += plans.get(field.key)?.gathers.length ?? 0
    if (gathers > MAX_TABLE_GATHERS && plans.get(field.key)?.gathers.length !== 0 && plans.delete(field.key)) {
      const message = `The formulas of a table read many rows at most ${MAX_TABLE_GATHERS} times together. Simplify some.`
      problems.set(field.key, [{ code: 'too-many-parts', message, start: 0, end: field.formula?.length ?? 0 }])
    }
  }
  const { order, rings } = inOrder([...plans.keys()], (key) => plans.get(key)?.inputs ?? [])
  const names = new Map(fields.map((field) => [field.key, field.name ?? field.key]))
  for (const ring of rings) {
    const circle = [...ring, ring[0]!].map((key) => names.get(key) ?? key).join(' → ')
    for (const field of formulaFields.filter(({ key }) => ring.includes(key))) {
      problems.set(field.key, [circularProblem(circle, field)])
      plans.delete(field.key)
    }
  }
  for (const ring of ringsBetweenTables(fields, context)) {
    const circle = [...ring, ring[0]!].join(' → ')
    for (const field of formulaFields.filter(({ key }) => ring.includes(`${context.table?.key}.${key}`))) {
      problems.set(field.key, [circularProblem(circle, field)])
      plans.delete(field.key)
    }
  }
  return { order: order.filter((key) => plans.has(key)), plans, problems }
}

function circularProblem(circle: string, { formula }: FormulaField): Problem {
  const message = `These formulas refer to each other in a circle: ${circle}. Change one of them.`
  return { code: 'circular', message, start: 0, end: formula?.length ?? 0 }
}

/** One formula field of a table, in the unit of the field; with `gas` only that component of its emissions. */
export function compileField(
  field: FormulaField,
  context: FormulaContext,
  gas?: EmissionComponent | SideComponent,
): ReturnType<typeof compileFormula> {
  return compileFormula(field.formula ?? '', context, { resultUnit: field.unit, ...(gas === undefined ? {} : { gas }) })
}
