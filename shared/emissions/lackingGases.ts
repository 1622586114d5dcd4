/**
 * Gases that an activity emits and its factor does not give. An inventory counts CO2, CH4 and N2O of what is burned and of
 * the electricity that comes of it (GHG Protocol Corporate Standard, revised edition, chapter 4), but some tables print CO2
 * alone: US EPA Emission Factors Hub 2025, table 2 ("CO2 only: add CH4/N2O from Tables 3-5"), and national grids of China,
 * Brazil and Thailand. What is not printed is unknown, not zero.
 */
export const LACKING_GASES = ['CH4', 'N2O'] as const
export type LackingGas = (typeof LACKING_GASES)[number]

/**
 * Of masses by GWP species, the gases that are missing beside CO2; none when there is no CO2 (a factor of CH4 and N2O alone
 * stands beside one of CO2), or when CO2e besides holds what cannot be split. A gas that is stated as 0 is known: who knows
 * that an activity emits CO2 only (lime, cement clinker: IPCC 2006 Guidelines, volume 3, chapter 2) states CH4 and N2O as 0.
 */
export function lackingGases(gasesKg: Readonly<Record<string, number>>, co2eOnlyKg: number | null): LackingGas[] {
  const species = Object.keys(gasesKg)
  return co2eOnlyKg === null && species.includes('CO2')
    ? LACKING_GASES.filter((gas) => !species.some((one) => one.startsWith(gas)))
    : []
}
