/**
 * Which part of the emissions a number counts: a gas of `by_gas`, biogenic CO2, or what rests on another GWP set
 * (`other_gwp`; `gwp:unstated` where none is stated), what is of factors that lack gases (`partial`), or the gases beside the
 * scopes (`memo`).
 */
export const EMISSION_PARTS = [
  'CO2',
  'CH4',
  'N2O',
  'HFC',
  'PFC',
  'SF6',
  'NF3',
  'other',
  'biogenicCO2',
  'gwp:SAR',
  'gwp:AR4',
  'gwp:AR5',
  'gwp:AR5ccf',
  'gwp:AR6',
  'gwp:unstated',
  'partial',
  'memo',
] as const
export type EmissionPart = (typeof EMISSION_PARTS)[number]
