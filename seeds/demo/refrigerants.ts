import { MONTH, NORTHGATE_SITES, NOTE, resultField, siteField, SOURCE, textField } from './commonFields.ts'
import { type DemoCycle, type DemoField, type DemoModule, type DemoRow, desnz } from './demoTable.ts'
import { randomOf } from './determinism.ts'

const GAS: DemoField = {
  key: 'gas',
  name: 'Gas',
  type: 'option',
  required: true,
  options: [
    desnz('hfc_134a', 'HFC-134a (DESNZ, Kyoto gases only)', '3_200_2024_3'),
    desnz('hfc_32', 'HFC-32 (DESNZ, Kyoto gases only)', '3_200_2012_3'),
    desnz('r407c', 'R-407C (DESNZ, Kyoto gases only)', '3_201_2135_3'),
    desnz('r410a', 'R-410A (DESNZ, Kyoto gases only)', '3_201_2156_3'),
    desnz('sf6', 'SF6 (DESNZ, Kyoto gases only)', '3_200_2075_3'),
  ],
}

interface Equipment {
  code: string
  name: string
  site: string
  gas: string
  /** Months in which a technician topped up. */
  months: readonly number[]
  typicalKg: number
}

const EQUIPMENT: readonly Equipment[] = [
  { code: 'ST-R1', name: 'Office air conditioning', site: 'stoke', gas: 'r410a', months: [4, 10], typicalKg: 5.5 },
  { code: 'ST-R2', name: 'Glaze lab chillers', site: 'stoke', gas: 'hfc_134a', months: [3, 6, 9, 12], typicalKg: 3.2 },
  { code: 'ST-S1', name: '33 kV switchgear', site: 'stoke', gas: 'sf6', months: [5], typicalKg: 0.4 },
  { code: 'CO-R1', name: 'Roof units', site: 'columbus', gas: 'r410a', months: [3, 6, 9, 12], typicalKg: 8.4 },
  { code: 'CO-R2', name: 'Process chillers', site: 'columbus', gas: 'r407c', months: [6, 9], typicalKg: 12.5 },
  { code: 'RY-R1', name: 'Split units', site: 'rayong', gas: 'hfc_32', months: [2, 4, 6, 8, 10, 12], typicalKg: 9.1 },
  { code: 'RY-R2', name: 'Process chillers', site: 'rayong', gas: 'hfc_134a', months: [1, 4, 7, 10], typicalKg: 18.6 },
]

export const REFRIGERANTS: DemoModule = {
  key: 'refrigerants',
  name: 'Refrigerants',
  description: 'Gas that leaked from cooling and switchgear, taken as the amount topped up by the technician.',
  scope: 1,
  category: null,
  tables: [
    {
      key: 'refrigerant_top_ups',
      name: 'Refrigerant top-ups',
      description: 'One row per service visit: what was refilled is what had leaked.',
      fields: [
        textField('code', 'Equipment', true),
        textField('name', 'Name'),
        siteField(NORTHGATE_SITES),
        MONTH,
        GAS,
        { key: 'topped_up', name: 'Topped up', type: 'number', unit: 'kg', required: true },
        SOURCE,
        NOTE,
        resultField('topped_up * factor(gas, "CO2e")'),
      ],
      rows: topUps,
    },
  ],
}

function topUps(cycle: DemoCycle): DemoRow[] {
  return EQUIPMENT.flatMap(({ code, name, site, gas, months, typicalKg }) =>
    months.map((month) => {
      const random = randomOf(`refrigerants/${code}/${cycle.year}/${month}`)
      return {
        code,
        name,
        site,
        month: `${cycle.year}-${String(month).padStart(2, '0')}`,
        gas,
        topped_up: Math.round(typicalKg * (0.7 + random() * 0.6) * 10) / 10,
        source: 'invoice',
        note: null,
      }
    }),
  )
}
