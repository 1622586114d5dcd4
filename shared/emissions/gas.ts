/** Greenhouse gases and the 100-year global warming potentials (GWP) that turn their mass into CO2e. */

export const GWP_SETS = ['SAR', 'AR4', 'AR5', 'AR5ccf', 'AR6'] as const
export type GwpSet = (typeof GWP_SETS)[number]

/** Kilograms of CO2e per kilogram of a species, by species name as in the data set ("CO2", "CH4_fossil", "HFC-134a"). */
export type GwpTable = Readonly<Record<string, number>>
