import type { DemoField, DemoSite } from './demoTable.ts'

export const NORTHGATE_SITES: readonly DemoSite[] = [
  { key: 'stoke', name: 'Stoke-on-Trent', country: 'GB', gridRegion: null },
  { key: 'columbus', name: 'Columbus, Ohio', country: 'US', gridRegion: 'RFCW' },
  { key: 'rayong', name: 'Rayong', country: 'TH', gridRegion: null },
]

export function textField(key: string, name: string, required = false): DemoField {
  return { key, name, type: 'text', required }
}

export function siteField(sites: readonly DemoSite[]): DemoField {
  const options = sites.map((site) => ({ id: site.key, label: site.name }))
  return { key: 'site', name: 'Site', type: 'option', options, required: true, role: 'site' }
}

export const MONTH: DemoField = { key: 'month', name: 'Month', type: 'month', required: true, role: 'month' }

export const SOURCE: DemoField = {
  key: 'source',
  name: 'Source',
  type: 'option',
  options: [
    { id: 'meter', label: 'Meter' },
    { id: 'invoice', label: 'Invoice' },
    { id: 'estimate', label: 'Estimate' },
  ],
}

export const NOTE: DemoField = { key: 'note', name: 'Note', type: 'text' }

/** The row's result in tonnes of CO2e; the one column of a table that counts in the totals. */
export function resultField(formula: string): DemoField {
  return { key: 'co2e', name: 'Emissions', type: 'formula', unit: 'tCO2e', formula, role: 'emissions' }
}
