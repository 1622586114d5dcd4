import type { CycleEmissions } from '#shared/api/emissions.ts'
import { sumKnown } from '../scope2/cycleScope2.ts'

/**
 * Scope 2 and the totals with it, by both methods. `marketBasedKg`: kilograms of scope 2 by contract, null when they are
 * unknown or not to be seen. Where nothing of scope 2 is asked for, both methods are the same.
 */
export function methodAmounts(
  byScope: CycleEmissions['by_scope'],
  marketBasedKg: number | null,
): Pick<CycleEmissions, 'scope_2' | 'totals'> {
  const [one, two, three] = byScope.map(({ co2e_kg: kg }) => kg)
  const hasScope2 = (byScope[1]?.rows ?? 0) > 0
  const both = (others: readonly (number | null | undefined)[]): CycleEmissions['scope_2'] => {
    const known = others.map((kg) => kg ?? null)
    return {
      location_based_kg: sumKnown([...known, two ?? null]),
      market_based_kg: hasScope2 && marketBasedKg === null ? null : sumKnown([...known, marketBasedKg]),
    }
  }
  return { scope_2: both([]), totals: { scopes_1_2: both([one]), scopes_1_2_3: both([one, three]) } }
}
