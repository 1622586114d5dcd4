import type { Gather } from '#formulas/check/Gather.ts'
import type { ComponentShares, Step } from '#formulas/check/Step.ts'
import type { EmissionComponent, SideComponent } from './emissionComponents.ts'

/**
 * The part of a formula's emissions that belongs to one component. Factors and GWPs say which component their CO2e is;
 * sums, scalings and choices pass it on. What carries no component (a supplier's own figure in CO2e), or mixes them in a
 * way that has no parts (a minimum, a product of two factors), is kept under `other`. So the components add up to the
 * whole, in-scope ones that is, and each has an error exactly where the whole has one. What is CO2e of another GWP set can
 * be asked for as well, and what is of factors that lack gases; both are in the other components already.
 */
export function componentSteps(step: Step, component: EmissionComponent | SideComponent): Step {
  if (!carries(step)) {
    return component === 'other' ? step : nothing(step)
  }
  switch (step.op) {
    case 'constant':
      return step.component === component ? step : nothing(step)
    case 'lookup': {
      const { components, ...rest } = step
      const shareOf = (shares: ComponentShares | undefined) => shares && (shares[component] ?? 0)
      return { ...rest, values: { get: (text) => shareOf(components?.get(text)) } }
    }
    case 'scale':
      return { ...step, of: componentSteps(step.of, component) }
    case 'negate':
      return { op: 'negate', of: componentSteps(step.of, component) }
    case 'add':
    case 'subtract':
      return { op: step.op, left: componentSteps(step.left, component), right: componentSteps(step.right, component) }
    case 'multiply':
      return multiplied(step.left, step.right, component)
    case 'divide':
      return carries(step.right)
        ? whole(step, component)
        : { op: 'divide', left: componentSteps(step.left, component), right: step.right }
    case 'if':
      return {
        op: 'if',
        condition: step.condition,
        whenTrue: componentSteps(step.whenTrue, component),
        whenFalse: componentSteps(step.whenFalse, component),
      }
    case 'gathered':
      return isLinear(step.gather)
        ? { op: 'gathered', gather: { ...step.gather, value: componentSteps(step.gather.value, component) } }
        : whole(step, component)
    case 'coalesce':
      return {
        op: 'coalesce',
        left: componentSteps(step.left, component),
        right: componentSteps(step.right, component),
      }
    default:
      return whole(step, component)
  }
}

function multiplied(left: Step, right: Step, component: EmissionComponent | SideComponent): Step {
  if (carries(left) && carries(right)) {
    return whole({ op: 'multiply', left, right }, component)
  }
  return carries(left)
    ? { op: 'multiply', left: componentSteps(left, component), right }
    : { op: 'multiply', left, right: componentSteps(right, component) }
}

/** What is added up, or is one row's, has the parts of its rows; the smallest of several has not. */
const isLinear = ({ kind }: Gather): boolean => kind === 'sum' || kind === 'avg' || kind === 'lookup'

const whole = (step: Step, component: EmissionComponent | SideComponent): Step =>
  component === 'other' ? step : nothing(step)

const nothing = (of: Step): Step => ({ op: 'zero', of })

/** Whether a known component is behind the numbers of a step; a condition does not count. Linear in the size of the step. */
function carries(step: Step): boolean {
  const known = memory.get(step)
  if (known !== undefined) {
    return known
  }
  const answer = look(step)
  memory.set(step, answer)
  return answer
}

const memory = new WeakMap<Step, boolean>()

function look(step: Step): boolean {
  switch (step.op) {
    case 'constant':
      return step.component !== undefined
    case 'lookup':
      return step.components !== undefined
    case 'if':
      return carries(step.whenTrue) || carries(step.whenFalse)
    case 'scale':
    case 'round':
      return carries(step.of)
    case 'gathered':
      return isLinear(step.gather) && carries(step.gather.value)
    case 'number':
    case 'boolean':
    case 'text':
    case 'textField':
    case 'apply':
      return false
    default:
      return 'of' in step ? carries(step.of) : carries(step.left) || carries(step.right)
  }
}
