import { MAX_TARGETS } from '#shared/api/targets.ts'
import type { Target } from '#shared/fields/target.ts'
import type { AppServices } from '../AppServices.ts'
import { type PointingField, withTargets } from './withTargets.ts'

/** What the values point at, however many they are; null for a field whose cells point at nothing. */
export async function foundTargets(
  services: Pick<AppServices, 'db' | 'reader' | 'collaboration'>,
  pointing: PointingField,
  values: readonly string[],
): Promise<Map<string, Target> | null> {
  return withTargets(services, pointing, async (source) => {
    const all = new Map<string, Target>()
    for (let i = 0; i < values.length; i += MAX_TARGETS) {
      const found = await source.lookup(values.slice(i, i + MAX_TARGETS))
      found.forEach((target, value) => all.set(value, target))
    }
    return all
  })
}
