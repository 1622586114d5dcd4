import { emissionsOfFactor } from '#formulas/emissions/emissionsOfFactor.ts'
import { type FactorSetPreviewReply, MOST_PREVIEWED, MOST_REJECTED } from '#shared/api/factorSets.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { GwpTable } from '#shared/emissions/gas.ts'
import type { ComparedSet } from './compareSet.ts'
import type { SetFactor } from './SetReader.ts'

/** The basis by which previews show totals: what DESNZ, Green-e and most publications use. */
export const PREVIEW_GWP = 'AR5'

/** What taking in a set would do, as people see it. The counts are of all, the lists of as many as a page shows. */
export function presentPreview(compared: ComparedSet, gwp: GwpTable): FactorSetPreviewReply {
  const { against, added, changed, missing, factors, rejected, unchanged } = compared
  const total = (factor: EmissionFactor | null): number | null =>
    factor === null ? null : (emissionsOfFactor(factor, gwp, PREVIEW_GWP)?.co2eKg ?? null)
  const shown = ({ name, geography, normalised, sheet, cells }: SetFactor) => ({
    name,
    unit: normalised?.unit ?? null,
    geography,
    reference: `${sheet} ${cells}`,
    co2e_kg: total(normalised),
  })
  return {
    against,
    counts: {
      added: added.length,
      changed: changed.length,
      unchanged,
      missing: missing.length,
      rejected: rejected.length,
      unusable: factors.filter(({ normalised }) => normalised === null).length,
    },
    added: added.slice(0, MOST_PREVIEWED).map(shown),
    changed: changed
      .slice(0, MOST_PREVIEWED)
      .map(({ factor, before }) => ({ ...shown(factor), before_co2e_kg: total(before.normalised) })),
    missing: missing.slice(0, MOST_PREVIEWED).map(({ id, name, unit }) => ({ id, name, unit })),
    rejected: rejected.slice(0, MOST_REJECTED),
  }
}
