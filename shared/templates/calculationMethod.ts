/**
 * How a table works its result out, in the terms of the GHG Protocol (Corporate Standard for scopes 1 and 2, Technical Guidance
 * for Calculating Scope 3 Emissions for scope 3) and of PCAF.
 */
export const CALCULATION_METHODS = [
  'fuel_based',
  'distance_based',
  'spend_based',
  'average_data',
  'supplier_specific',
  'hybrid',
  'simplified_material_balance',
  'location_based',
  'waste_type_specific',
  'site_specific',
  'asset_specific',
  'lessor_specific',
  'franchise_specific',
  'sample',
  'use_phase',
  'investment_specific',
  'pcaf',
] as const
export type CalculationMethod = (typeof CALCULATION_METHODS)[number]
