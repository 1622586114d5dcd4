import type { BINARY_STEPS } from '#formulas/check/Step.ts'

/**
 * Loops over one block of rows. A kernel reads registers (one array per step) and writes its own. Where a row has no
 * result it writes a number that is not finite, and such a number never turns finite again on its way: operations that
 * could hide an overflow (comparison, minimum, division, power) give NaN for it. The reason is found afterwards, row by
 * row, by `evaluateStep`.
 */
export type Kernel = (registers: Float64Array[], rows: number) => void

type BinaryKernel = (out: number, left: number, right: number) => Kernel

/** `x - x` is 0 for a number and NaN for what is none, so comparisons need no branch. */
export const BINARY_KERNELS: Readonly<Record<(typeof BINARY_STEPS)[number], BinaryKernel>> = {
  add: (out, left, right) => (registers, rows) => {
    const [o, a, b] = [registers[out]!, registers[left]!, registers[right]!]
    for (let i = 0; i < rows; i++) {
      o[i] = a[i]! + b[i]!
    }
  },
  subtract: (out, left, right) => (registers, rows) => {
    const [o, a, b] = [registers[out]!, registers[left]!, registers[right]!]
    for (let i = 0; i < rows; i++) {
      o[i] = a[i]! - b[i]!
    }
  },
  multiply: (out, left, right) => (registers, rows) => {
    const [o, a, b] = [registers[out]!, registers[left]!, registers[right]!]
    for (let i = 0; i < rows; i++) {
      o[i] = a[i]! * b[i]!
    }
  },
  divide: (out, left, right) => (registers, rows) => {
    const [o, a, b] = [registers[out]!, registers[left]!, registers[right]!]
    for (let i = 0; i < rows; i++) {
      const divisor = b[i]!
      o[i] = divisor - divisor === 0 ? a[i]! / divisor : Number.NaN
    }
  },
  power: (out, left, right) => (registers, rows) => {
    const [o, a, b] = [registers[out]!, registers[left]!, registers[right]!]
    for (let i = 0; i < rows; i++) {
      o[i] = Number.isFinite(a[i]) && Number.isFinite(b[i]) ? a[i]! ** b[i]! : Number.NaN
    }
  },
  min: (out, left, right) => (registers, rows) => {
    const [o, a, b] = [registers[out]!, registers[left]!, registers[right]!]
    for (let i = 0; i < rows; i++) {
      const difference = a[i]! - b[i]!
      o[i] = difference - difference === 0 ? (difference < 0 ? a[i]! : b[i]!) : Number.NaN
    }
  },
  max: (out, left, right) => (registers, rows) => {
    const [o, a, b] = [registers[out]!, registers[left]!, registers[right]!]
    for (let i = 0; i < rows; i++) {
      const difference = a[i]! - b[i]!
      o[i] = difference - difference === 0 ? (difference > 0 ? a[i]! : b[i]!) : Number.NaN
    }
  },
  less: (out, left, right) => (registers, rows) => {
    const [o, a, b] = [registers[out]!, registers[left]!, registers[right]!]
    for (let i = 0; i < rows; i++) {
      const difference = a[i]! - b[i]!
      o[i] = Number(difference < 0) + (difference - difference)
    }
  },
  lessOrEqual: (out, left, right) => (registers, rows) => {
    const [o, a, b] = [registers[out]!, registers[left]!, registers[right]!]
    for (let i = 0; i < rows; i++) {
      const difference = a[i]! - b[i]!
      o[i] = Number(difference <= 0) + (difference - difference)
    }
  },
  more: (out, left, right) => (registers, rows) => {
    const [o, a, b] = [registers[out]!, registers[left]!, registers[right]!]
    for (let i = 0; i < rows; i++) {
      const difference = a[i]! - b[i]!
      o[i] = Number(difference > 0) + (difference - difference)
    }
  },
  moreOrEqual: (out, left, right) => (registers, rows) => {
    const [o, a, b] = [registers[out]!, registers[left]!, registers[right]!]
    for (let i = 0; i < rows; i++) {
      const difference = a[i]! - b[i]!
      o[i] = Number(difference >= 0) + (difference - difference)
    }
  },
  same: (out, left, right) => (registers, rows) => {
    const [o, a, b] = [registers[out]!, registers[left]!, registers[right]!]
    for (let i = 0; i < rows; i++) {
      const difference = a[i]! - b[i]!
      o[i] = Number(difference === 0) + (difference - difference)
    }
  },
  different: (out, left, right) => (registers, rows) => {
    const [o, a, b] = [registers[out]!, registers[left]!, registers[right]!]
    for (let i = 0; i < rows; i++) {
      const difference = a[i]! - b[i]!
      o[i] = Number(difference !== 0) + (difference - difference)
    }
  },
  and: (out, left, right) => (registers, rows) => {
    const [o, a, b] = [registers[out]!, registers[left]!, registers[right]!]
    for (let i = 0; i < rows; i++) {
      o[i] = a[i] === 1 ? b[i]! : a[i] === 0 ? 0 : Number.NaN
    }
  },
  or: (out, left, right) => (registers, rows) => {
    const [o, a, b] = [registers[out]!, registers[left]!, registers[right]!]
    for (let i = 0; i < rows; i++) {
      o[i] = a[i] === 0 ? b[i]! : a[i] === 1 ? 1 : Number.NaN
    }
  },
}

/** `value * multiply / divide`; one of the two is 1. */
export function scaleKernel(out: number, of: number, multiply: number, divide: number): Kernel {
  return (registers, rows) => {
    const [o, a] = [registers[out]!, registers[of]!]
    for (let i = 0; i < rows; i++) {
      o[i] = (a[i]! * multiply) / divide
    }
  }
}

/** Applies a function of one number; `compute` gives a number that is not finite for one that is not. */
export function mapKernel(out: number, of: number, compute: (value: number) => number): Kernel {
  return (registers, rows) => {
    const [o, a] = [registers[out]!, registers[of]!]
    for (let i = 0; i < rows; i++) {
      o[i] = compute(a[i]!)
    }
  }
}

export function ifKernel(out: number, condition: number, then: number, otherwise: number): Kernel {
  return (registers, rows) => {
    const [o, c, a, b] = [registers[out]!, registers[condition]!, registers[then]!, registers[otherwise]!]
    for (let i = 0; i < rows; i++) {
      const chosen = c[i]!
      o[i] = chosen === 1 ? a[i]! : chosen === 0 ? b[i]! : Number.NaN
    }
  }
}

/** `if(left < right, …)` in one pass: a comparison of its own would be guessed wrong a second time by the processor. */
export function ifLessKernel(out: number, left: number, right: number, then: number, otherwise: number): Kernel {
  return (registers, rows) => {
    const [o, l, r] = [registers[out]!, registers[left]!, registers[right]!]
    const [a, b] = [registers[then]!, registers[otherwise]!]
    for (let i = 0; i < rows; i++) {
      const difference = l[i]! - r[i]!
      o[i] = (difference < 0 ? a[i]! : b[i]!) + (difference - difference)
    }
  }
}

/** `if(left <= right, …)` in one pass. */
export function ifLessOrEqualKernel(out: number, left: number, right: number, then: number, otherwise: number): Kernel {
  return (registers, rows) => {
    const [o, l, r] = [registers[out]!, registers[left]!, registers[right]!]
    const [a, b] = [registers[then]!, registers[otherwise]!]
    for (let i = 0; i < rows; i++) {
      const difference = l[i]! - r[i]!
      o[i] = (difference <= 0 ? a[i]! : b[i]!) + (difference - difference)
    }
  }
}

/** `a * b * c`, from left to right. */
export function productKernel(out: number, first: number, second: number, third: number): Kernel {
  return (registers, rows) => {
    const [o, a, b, c] = [registers[out]!, registers[first]!, registers[second]!, registers[third]!]
    for (let i = 0; i < rows; i++) {
      o[i] = a[i]! * b[i]! * c[i]!
    }
  }
}

/** `a * b * (constant - c)`: activity, factor and what is not controlled, the core equation of an inventory. */
export function remainderKernel(out: number, first: number, second: number, constant: number, third: number): Kernel {
  return (registers, rows) => {
    const [o, a, b, c] = [registers[out]!, registers[first]!, registers[second]!, registers[third]!]
    for (let i = 0; i < rows; i++) {
      o[i] = a[i]! * b[i]! * (constant - c[i]!)
    }
  }
}

/** A register times a constant. */
export function timesKernel(out: number, of: number, constant: number): Kernel {
  return (registers, rows) => {
    const [o, a] = [registers[out]!, registers[of]!]
    for (let i = 0; i < rows; i++) {
      o[i] = a[i]! * constant
    }
  }
}

/** A constant less a register. */
export function fromKernel(out: number, constant: number, of: number): Kernel {
  return (registers, rows) => {
    const [o, a] = [registers[out]!, registers[of]!]
    for (let i = 0; i < rows; i++) {
      o[i] = constant - a[i]!
    }
  }
}
