import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'

/** Why a factor is never computed with, and what to choose instead. */
export interface FactorRefusal {
  code: 'not-for-inventories' | 'outside-scopes' | 'not-approved'
  message: string
}

/** Null: the factor may be used. */
export function factorRefusal(factor: EmissionFactor): FactorRefusal | null {
  const { name, avoidedOnly, marketOnly, outsideScopes, memo, approval } = factor
  if (avoidedOnly === true) {
    return {
      code: 'not-for-inventories',
      message: `The factor "${name}" is for estimates of avoided emissions, never for an inventory. Choose the total output rate of the grid.`,
    }
  }
  if (marketOnly === true) {
    return {
      code: 'not-for-inventories',
      message: `The factor "${name}" is a residual mix, for the market-based side of scope 2. Enter it as an instrument, and choose the grid average here.`,
    }
  }
  if (outsideScopes !== undefined && memo === undefined) {
    const remedy =
      outsideScopes.instead === null
        ? 'Nothing of it belongs in a scope. Report it as a memo beside the inventory.'
        : `Choose "${outsideScopes.instead}".`
    return {
      code: 'outside-scopes',
      message: `The factor "${name}" counts gases that are reported outside the scopes (CFC, HCFC and others that are not Kyoto gases). ${remedy}`,
    }
  }
  if (approval !== undefined) {
    const state = { draft: 'a draft', submitted: 'waiting for approval', retired: 'retired' }[approval]
    return {
      code: 'not-approved',
      message: `The factor "${name}" is ${state}. Have it approved in the library of factors, or choose another.`,
    }
  }
  return null
}
