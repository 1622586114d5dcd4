import type { Field } from '#shared/fields/field.ts'

/** A unit as people read it: `tCO2e` becomes tCO₂e, `m3` m³, `kWh(HHV)` kWh (gross), `USD@2022` USD (2022). */
export function unitText(unit: string | null): string {
  return (unit ?? '')
    .replace(/CO2e/g, 'CO₂e')
    .replace(/CO2/g, 'CO₂')
    .replace(/CH4/g, 'CH₄')
    .replace(/N2O/g, 'N₂O')
    .replace(/\b([NS]?)m3\b/g, '$1m³')
    .replace(/\bm2\b/g, 'm²')
    .replace(/\(HHV\)/g, '\u00a0(gross)')
    .replace(/\(LHV\)/g, '\u00a0(net)')
    .replace(/@(\d{4})/g, '\u00a0($1)')
    .replaceAll('_', ' ')
}

/** What stands beside the name of a field: its unit, or of a factor field what its factors are per. */
export function fieldUnitText({ type, unit }: Pick<Field, 'type' | 'unit'>): string {
  return type === 'factor' && unit !== null ? `/\u2060${unitText(unit)}` : unitText(unit)
}
