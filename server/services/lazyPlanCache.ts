import type { PlanCache } from '../emissions/tablePlans.ts'

/** The formula parser is a large part of the program and idle servers do not need it: it is loaded with the first formula. */
export function createLazyPlanCache(): PlanCache {
  let cache: Promise<PlanCache> | null = null
  return {
    async plansOf(trx, tableId, cycleId) {
      cache ??= import('../emissions/tablePlans.ts').then(({ createPlanCache }) => createPlanCache())
      return (await cache).plansOf(trx, tableId, cycleId)
    },
  }
}
