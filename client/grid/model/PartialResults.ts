import { PARTIAL_COMPONENTS } from '#formulas/emissions/emissionComponents.ts'
import { gasesNotKnown, withoutCompleted } from '#formulas/emissions/partialResult.ts'
import type { FormulaContext } from '#formulas/FormulaContext.ts'
import { compileField } from '#formulas/plan/compileTable.ts'
import type { ColumnSource, Plan } from '#formulas/plan/Plan.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { LackingGas } from '#shared/emissions/lackingGases.ts'
import type { Field } from '#shared/fields/field.ts'

/** Besides the marks, what tells whether another factor of the row gives the gas. */
const COMPONENTS = ['CO2', 'CH4', 'N2O', 'biogenicCO2', ...PARTIAL_COMPONENTS] as const

/**
 * Which gases the emissions of a row do not know, as the server says it of its results. Asked for cells that are drawn: a
 * row whose choices name no factor that lacks gases costs a look at these choices.
 */
export class PartialResults {
  readonly #context: FormulaContext
  readonly #source: () => ColumnSource
  readonly #result: Field | undefined
  readonly #choices: readonly Field[]
  #plans: ReadonlyMap<string, Plan> | null = null

  constructor(fields: readonly Field[], context: FormulaContext, source: () => ColumnSource) {
    this.#context = context
    this.#source = source
    this.#result = fields.find(({ role, type }) => role === 'emissions' && type === 'formula')
    this.#choices = fields.filter(({ type, options }) => type === 'factor' || options.length > 0)
  }

  /** None: every gas is known, or the cell holds no emissions that count. `valueOf`: what the row holds in a field. */
  of(slot: number, key: string, valueOf: (field: Field) => CellValue): LackingGas[] {
    if (key !== this.#result?.key || !this.#choices.some((field) => this.#factorOf(field, valueOf(field))?.lacks)) {
      return []
    }
    this.#plans ??= this.#compile(this.#result)
    const kilograms: Record<string, number> = {}
    for (const [component, plan] of this.#plans) {
      const amount = plan.evaluate(this.#source(), Uint32Array.of(slot)).numbers[0] ?? Number.NaN
      if (Number.isFinite(amount) && amount !== 0) {
        kilograms[component] = amount
      }
    }
    const { biogenicCO2 = null, ...gases } = kilograms
    return gasesNotKnown(withoutCompleted(gases, biogenicCO2))
  }

  #factorOf(field: Field, value: CellValue): EmissionFactor | undefined {
    if (typeof value !== 'string') {
      return undefined
    }
    const year = String(this.#context.factorYear)
    const id = field.type === 'factor' ? value : field.options.find((option) => option.id === value)?.factors?.[year]
    return id === undefined ? undefined : this.#context.factors.get(id)
  }

  #compile(result: Field): ReadonlyMap<string, Plan> {
    return new Map(
      COMPONENTS.flatMap((component): [string, Plan][] => {
        const plan = compileField(result, this.#context, component)
        return plan.ok ? [[component, plan.value]] : []
      }),
    )
  }
}
