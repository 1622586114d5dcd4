import { MONTH, NORTHGATE_SITES, NOTE, resultField, siteField, SOURCE, textField } from './commonFields.ts'
import { type DemoCycle, type DemoField, type DemoModule, type DemoRow, desnz, oneEdition } from './demoTable.ts'
import { randomOf } from './determinism.ts'
import { type Exceptions, type MonthlySource, monthlyRows } from './monthlyRows.ts'

/** Half-hourly readings of the demo: 8 sub-meters, 2,500 half hours each. */
const SUB_METERS = ['Kiln fans', 'Ball mills', 'Compressors', 'Pumps', 'Conveyors', 'Lighting', 'Offices', 'Chillers']
const HALF_HOURS_PER_METER = 2_500

const GRID: DemoField = {
  key: 'grid',
  name: 'Grid',
  type: 'option',
  required: true,
  options: [
    desnz('uk', 'UK grid (DESNZ)', '7_400_4000_5'),
    oneEdition('us_rfcw', 'US RFC West (eGRID2023 rev 2 for both years)', 'egrid2023r2.rfcw'),
    oneEdition('thailand', 'Thailand (grid 2022, CO2 only, for both years)', 'ghgp.grid.th.2022'),
  ],
}

const METERS: readonly MonthlySource[] = [
  supply('ST-E1', 'Main intake', 'stoke', 'uk', 905_000, 0.06, -0.02),
  supply('ST-E2', 'Glaze and decoration hall', 'stoke', 'uk', 312_000, 0.05, 0.01),
  supply('ST-E3', 'Offices and warehouse', 'stoke', 'uk', 64_000, 0.25, -0.04),
  supply('CO-E1', 'Plant', 'columbus', 'us_rfcw', 1_120_000, -0.03, 0.01),
  supply('CO-E2', 'Warehouse', 'columbus', 'us_rfcw', 118_000, -0.12, 0.0),
  supply('RY-E1', 'Substation 1', 'rayong', 'thailand', 1_060_000, -0.04, 0.03),
  supply('RY-E2', 'Substation 2', 'rayong', 'thailand', 540_000, -0.04, 0.02),
]

const EXCEPTIONS: Exceptions = {
  'CO-E2 2025-08': { quantity: '1.204,5', note: 'Unit and separators to be checked with the landlord' },
  'RY-E2 2025-12': { quantity: null, note: 'Bill not received yet' },
  'CO-E2 2025-12': { quantity: null, note: 'Bill not received yet' },
}

export const PURCHASED_ELECTRICITY: DemoModule = {
  key: 'purchased_electricity',
  name: 'Purchased electricity',
  description: 'Electricity bought from the grid, location-based: average factor of the grid where it is used.',
  scope: 2,
  category: null,
  tables: [
    {
      key: 'electricity',
      name: 'Electricity bills',
      description: 'One row per supply point and month, as billed.',
      fields: [
        textField('code', 'Supply point', true),
        textField('name', 'Name'),
        siteField(NORTHGATE_SITES),
        MONTH,
        GRID,
        { key: 'energy', name: 'Electricity', type: 'number', unit: 'kWh', required: true, rules: { min: 0 } },
        SOURCE,
        NOTE,
        { key: 'energy_mwh', name: 'Electricity', type: 'formula', unit: 'MWh', formula: 'energy' },
        resultField('energy * factor(grid, "CO2e")'),
      ],
      rows: (cycle) => monthlyRows('electricity', 'energy', METERS, cycle, EXCEPTIONS),
    },
    {
      key: 'half_hourly_metering',
      name: 'Half-hourly metering',
      description:
        'Sub-meters behind the main intake of Stoke-on-Trent. For information: this electricity is already in the ' +
        'bills, so the table has no result that counts in the totals.',
      fields: [
        textField('meter', 'Sub-meter', true),
        textField('name', 'Name'),
        siteField(NORTHGATE_SITES),
        MONTH,
        { key: 'date', name: 'Date', type: 'date', required: true },
        { key: 'time', name: 'Half hour from', type: 'text', required: true },
        { key: 'energy', name: 'Electricity', type: 'number', unit: 'kWh', required: true, rules: { min: 0 } },
        { key: 'energy_mwh', name: 'Electricity', type: 'formula', unit: 'MWh', formula: 'energy' },
      ],
      rows: halfHours,
    },
  ],
}

/** 20,000 readings from 1 January 2025 on; no other year has been read out. */
function halfHours(cycle: DemoCycle): DemoRow[] {
  if (cycle.year !== 2025) {
    return []
  }
  const rows: DemoRow[] = []
  const start = Date.UTC(cycle.year, 0, 1)
  const random = randomOf(`half_hourly_metering/${cycle.year}`)
  for (let step = 0; step < HALF_HOURS_PER_METER; step += 1) {
    const at = new Date(start + step * 1_800_000).toISOString()
    const hour = (step % 48) / 2
    const shift = hour >= 6 && hour < 22 ? 1 : 0.55
    for (const [index, name] of SUB_METERS.entries()) {
      const typicalKwh = 18 + index * 7
      rows.push({
        meter: `ST-SM${index + 1}`,
        name,
        site: 'stoke',
        month: at.slice(0, 7),
        date: at.slice(0, 10),
        time: at.slice(11, 16),
        energy: Math.round(typicalKwh * shift * (0.9 + random() * 0.2) * 100) / 100,
      })
    }
  }
  return rows
}

function supply(
  code: string,
  name: string,
  site: string,
  grid: string,
  typicalQuantity: number,
  winterSwing: number,
  growth: number,
): MonthlySource {
  return { code, name, site, choices: { grid }, typicalQuantity, winterSwing, growth, source: 'meter' }
}
