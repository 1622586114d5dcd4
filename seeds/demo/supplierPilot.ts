import { MONTH, NOTE, resultField, siteField, SOURCE, textField } from './commonFields.ts'
import { type DemoCycle, type DemoModule, type DemoRow, type DemoSite, desnz, oneEdition } from './demoTable.ts'
import { randomOf } from './determinism.ts'
import { type MonthlySource, monthlyRows } from './monthlyRows.ts'

/** The suppliers take the place of sites in this project. */
export const SUPPLIERS: readonly DemoSite[] = [
  { key: 'kernow_clay', name: 'Kernow Clay', country: 'GB', gridRegion: null },
  { key: 'buckeye_board', name: 'Buckeye Board', country: 'US', gridRegion: 'RFCW' },
]

const FUEL: readonly MonthlySource[] = [
  {
    code: 'KC-G1',
    name: 'Rotary dryer',
    site: 'kernow_clay',
    choices: { fuel: 'natural_gas_uk' },
    typicalQuantity: 84_000,
    winterSwing: 0.1,
    growth: -0.02,
  },
  {
    code: 'BB-G1',
    name: 'Corrugator steam',
    site: 'buckeye_board',
    choices: { fuel: 'natural_gas_us' },
    typicalQuantity: 61_000,
    winterSwing: 0.06,
    growth: 0.01,
  },
]

const LANES = [
  { code: 'KC-F1', name: 'Par to Stoke-on-Trent', site: 'kernow_clay', tonnes: 640, km: 415 },
  { code: 'BB-F1', name: 'Dayton to Columbus', site: 'buckeye_board', tonnes: 210, km: 115 },
]

export const SUPPLIER_ENERGY: DemoModule = {
  key: 'supplier_energy',
  name: 'Supplier energy',
  description: 'Fuel that two suppliers burned for our orders, as they reported it.',
  scope: 3,
  category: 1,
  tables: [
    {
      key: 'supplier_fuel',
      name: 'Supplier fuel',
      description: 'Gas for our share of the supplier’s output, in kWh of gross calorific value (HHV).',
      fields: [
        textField('code', 'Line', true),
        textField('name', 'Name'),
        siteField(SUPPLIERS),
        MONTH,
        {
          key: 'fuel',
          name: 'Fuel',
          type: 'option',
          required: true,
          options: [
            desnz('natural_gas_uk', 'Natural gas, UK (DESNZ, gross CV)', '1_100_1004_6'),
            desnz('natural_gas_uk_supply', 'Supply of natural gas, UK (DESNZ, well to tank)', '11_100_1004_6'),
            oneEdition(
              'natural_gas_us',
              'Natural gas, US (EPA Hub 2025 for both years)',
              'epa25.t1.natural-gas.natural-gas.mmbtu',
            ),
          ],
        },
        { key: 'energy', name: 'Fuel burned', type: 'number', unit: 'kWh(HHV)', required: true },
        SOURCE,
        NOTE,
        resultField('energy * factor(fuel, "CO2e")'),
      ],
      rows: (cycle) => monthlyRows('supplier_fuel', 'energy', FUEL, cycle).flatMap(withSupply),
    },
  ],
}

export const SUPPLIER_FREIGHT: DemoModule = {
  key: 'supplier_freight',
  name: 'Inbound freight',
  description: 'Road freight from the two suppliers to our gates, paid by us.',
  scope: 3,
  category: 4,
  tables: [
    {
      key: 'freight_lanes',
      name: 'Freight lanes',
      description: 'Mass times distance of each lane and month (never total mass times total distance).',
      fields: [
        textField('code', 'Lane', true),
        textField('name', 'Name'),
        siteField(SUPPLIERS),
        MONTH,
        {
          key: 'vehicle',
          name: 'Vehicle',
          type: 'option',
          required: true,
          options: [desnz('hgv_average', 'Truck, average load (DESNZ)', '27_304_3140_14')],
        },
        { key: 'mass', name: 'Mass', type: 'number', unit: 't', required: true },
        { key: 'distance', name: 'Distance', type: 'number', unit: 'km', required: true },
        NOTE,
        { key: 'transport', name: 'Transport', type: 'formula', unit: 'tkm', formula: 'mass * distance' },
        resultField('mass * distance * factor(vehicle, "CO2e")'),
      ],
      rows: freightRows,
    },
  ],
}

/** What it took to bring UK gas to the burner, a row below it for the same kWh. For US gas no such factor is bundled. */
function withSupply(row: DemoRow): DemoRow[] {
  return row['fuel'] === 'natural_gas_uk'
    ? [row, { ...row, code: 'KC-G1-S', name: 'Supply of the gas', fuel: 'natural_gas_uk_supply' }]
    : [row]
}

function freightRows(cycle: DemoCycle): DemoRow[] {
  return Array.from({ length: 12 }, (_, index) => index + 1).flatMap((month) =>
    LANES.map(({ code, name, site, tonnes, km }) => {
      const random = randomOf(`freight/${code}/${cycle.year}/${month}`)
      return {
        code,
        name,
        site,
        month: `${cycle.year}-${String(month).padStart(2, '0')}`,
        vehicle: 'hgv_average',
        mass: Math.round(tonnes * (0.85 + random() * 0.3) * 10) / 10,
        distance: km,
        note: null,
      }
    }),
  )
}
