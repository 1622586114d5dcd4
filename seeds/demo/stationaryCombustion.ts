import { MONTH, NORTHGATE_SITES, NOTE, resultField, siteField, SOURCE, textField } from './commonFields.ts'
import { choice, type DemoField, type DemoModule, type DemoRow, desnz, oneEdition } from './demoTable.ts'
import { randomOf } from './determinism.ts'
import { type Exceptions, type MonthlySource, monthlyRows } from './monthlyRows.ts'

const EPA_GAS = 'epa25.t1.natural-gas.natural-gas.mmbtu'

const GAS: DemoField = {
  key: 'fuel',
  name: 'Fuel',
  type: 'option',
  required: true,
  options: [
    desnz('natural_gas_uk', 'Natural gas, UK (DESNZ, gross CV)', '1_100_1004_6'),
    oneEdition('natural_gas_us', 'Natural gas, US (EPA Hub 2025 for both years)', EPA_GAS),
    oneEdition('natural_gas_th', 'Natural gas, Thailand (no national factor: EPA Hub 2025)', EPA_GAS),
    oneEdition(
      'wood_us',
      'Wood residuals, US (EPA Hub 2025 for both years)',
      'epa25.t1.wood-and-wood-residuals.biomass-fuel.mmbtu',
    ),
  ],
}

const LIQUID: DemoField = {
  key: 'fuel',
  name: 'Fuel',
  type: 'option',
  required: true,
  options: [
    desnz('gas_oil_uk', 'Gas oil, UK (DESNZ)', '1_101_1014_8'),
    desnz('lpg_uk', 'LPG, UK (DESNZ)', '1_100_1003_8'),
    oneEdition(
      'fuel_oil_2',
      'Distillate fuel oil No. 2 (EPA Hub 2025 for both years)',
      'epa25.t1.distillate-fuel-oil-no-2.petroleum-pr.us-gallon',
    ),
    choice(
      'lpg_us',
      'LPG (EPA Hub 2025 for both years)',
      'epa25.t1.liquefied-petroleum-gases-lpg.petroleum-pr.us-gallon',
      'epa25.t1.liquefied-petroleum-gases-lpg.petroleum-pr.us-gallon',
    ),
  ],
}

/** What the company pays is nobody's business outside it; the auditor needs it for nothing. */
const PRICE: DemoField = {
  key: 'price',
  name: 'Purchase price',
  type: 'number',
  unit: 'USD',
  readers: ['admin', 'data_owner'],
}

/** The auditor's own mark: whoever is audited does not see where the auditor looks closer. */
const RISK: DemoField = {
  key: 'risk',
  name: 'Risk (audit)',
  type: 'option',
  options: [
    { id: 'low', label: 'Low' },
    { id: 'medium', label: 'Medium' },
    { id: 'high', label: 'High' },
  ],
  readers: ['auditor'],
  writers: ['auditor'],
}

/** US dollars per litre, before the noise of a single delivery. */
const LITRE_PRICES: Readonly<Record<string, number>> = {
  gas_oil_uk: 1.12,
  lpg_uk: 0.71,
  fuel_oil_2: 0.94,
  lpg_us: 0.58,
}

const uk = { fuel: 'natural_gas_uk' }
const us = { fuel: 'natural_gas_us' }
const th = { fuel: 'natural_gas_th' }
const wood = { fuel: 'wood_us' }

const KILNS: readonly MonthlySource[] = [
  kiln('ST-K1', 'Tunnel kiln 1', 'stoke', uk, 3_650_000, 0.05, -0.02),
  kiln('ST-K2', 'Roller kiln 2', 'stoke', uk, 2_480_000, 0.04, -0.05),
  kiln('ST-D1', 'Spray dryer 1', 'stoke', uk, 1_320_000, 0.12, -0.01),
  kiln('ST-H1', 'Space heating', 'stoke', uk, 210_000, 0.85, -0.03),
  kiln('CO-K1', 'Tunnel kiln A', 'columbus', us, 3_120_000, 0.04, 0.01),
  kiln('CO-K2', 'Shuttle kilns', 'columbus', us, 1_740_000, 0.03, 0.02),
  kiln('CO-D1', 'Spray dryer', 'columbus', us, 980_000, 0.1, 0.0),
  kiln('CO-W1', 'Wood-fired clay dryer', 'columbus', wood, 520_000, 0.15, 0.04),
  kiln('RY-K1', 'Roller kiln 1', 'rayong', th, 4_150_000, 0.02, 0.03),
  kiln('RY-K2', 'Roller kiln 2', 'rayong', th, 3_890_000, 0.02, 0.03),
  kiln('RY-D1', 'Spray dryer', 'rayong', th, 1_510_000, 0.03, 0.02),
]

const KILN_EXCEPTIONS: Exceptions = {
  'ST-K2 2025-09': { quantity: '2.391.204,5', note: 'Typed from the supplier’s PDF, separators to be checked' },
  'RY-K2 2025-11': { quantity: null, note: 'Invoice not received yet' },
  'RY-K1 2025-12': { quantity: null, note: 'Invoice not received yet' },
  'RY-K2 2025-12': { quantity: null, note: 'Invoice not received yet' },
  'RY-D1 2025-12': { quantity: null, note: 'Invoice not received yet' },
}

const TANKS: readonly MonthlySource[] = [
  tank('ST-G1', 'Emergency generators', 'stoke', 'gas_oil_uk', 1_150, 0.1),
  tank('ST-L1', 'Shrink-wrap line', 'stoke', 'lpg_uk', 5_400, 0.05),
  tank('CO-G1', 'Standby generator', 'columbus', 'fuel_oil_2', 900, 0.1),
  tank('CO-L1', 'Pre-heating burners', 'columbus', 'lpg_us', 7_800, 0.2),
  tank('RY-G1', 'Standby generators', 'rayong', 'fuel_oil_2', 2_600, -0.05),
  tank('RY-L1', 'Decoration kiln', 'rayong', 'lpg_us', 11_200, 0.02),
]

export const STATIONARY_COMBUSTION: DemoModule = {
  key: 'stationary_combustion',
  name: 'Stationary combustion',
  description: 'Kilns, dryers, heating and generators that the sites run themselves.',
  scope: 1,
  category: null,
  tables: [
    {
      key: 'kilns_and_dryers',
      name: 'Kilns and dryers',
      description: 'Fuel by meter and month, in kWh of gross calorific value (HHV) as on the bill.',
      fields: [
        textField('code', 'Meter', true),
        textField('name', 'Name'),
        siteField(NORTHGATE_SITES),
        MONTH,
        GAS,
        { key: 'energy', name: 'Fuel burned', type: 'number', unit: 'kWh(HHV)', required: true },
        SOURCE,
        NOTE,
        { key: 'energy_mwh', name: 'Energy', type: 'formula', unit: 'MWh(HHV)', formula: 'energy' },
        resultField('energy * factor(fuel, "CO2e")'),
      ],
      rows: (cycle) => monthlyRows('kilns_and_dryers', 'energy', KILNS, cycle, KILN_EXCEPTIONS),
    },
    {
      key: 'liquid_fuels',
      name: 'Liquid fuels and LPG',
      description: 'Deliveries by tank and month, in litres.',
      fields: [
        textField('code', 'Tank', true),
        textField('name', 'Name'),
        siteField(NORTHGATE_SITES),
        MONTH,
        LIQUID,
        { key: 'quantity', name: 'Quantity', type: 'number', unit: 'L', required: true, rules: { min: 0 } },
        PRICE,
        SOURCE,
        NOTE,
        RISK,
        { key: 'co2', name: 'CO2', type: 'formula', unit: 'tCO2', formula: 'quantity * factor(fuel, "CO2")' },
        { key: 'ch4', name: 'CH4', type: 'formula', unit: 'kgCH4', formula: 'quantity * factor(fuel, "CH4")' },
        { key: 'n2o', name: 'N2O', type: 'formula', unit: 'kgN2O', formula: 'quantity * factor(fuel, "N2O")' },
        resultField('quantity * factor(fuel, "CO2e")'),
      ],
      rows: (cycle) => monthlyRows('liquid_fuels', 'quantity', TANKS, cycle).map(withPriceAndRisk),
    },
  ],
}

function kiln(
  code: string,
  name: string,
  site: string,
  choices: { fuel: string },
  typicalQuantity: number,
  winterSwing: number,
  growth: number,
): MonthlySource {
  return { code, name, site, choices, typicalQuantity, winterSwing, growth, source: 'meter' }
}

function tank(
  code: string,
  name: string,
  site: string,
  fuel: string,
  typicalQuantity: number,
  winterSwing: number,
): MonthlySource {
  return { code, name, site, choices: { fuel }, typicalQuantity, winterSwing, growth: 0.01 }
}

function withPriceAndRisk(row: DemoRow): DemoRow {
  const { code, month, fuel, quantity } = row
  const random = randomOf(`price/${String(code)}/${String(month)}`)
  const perLitre = (LITRE_PRICES[String(fuel)] ?? 0) * (0.95 + random() * 0.1)
  const price = typeof quantity === 'number' ? Math.round(quantity * perLitre * 100) / 100 : null
  return { ...row, price, risk: code === 'RY-G1' ? 'high' : null }
}
