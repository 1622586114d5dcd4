import { MONTH, NORTHGATE_SITES, NOTE, resultField, siteField, SOURCE, textField } from './commonFields.ts'
import { type DemoField, type DemoModule, desnz } from './demoTable.ts'
import { type MonthlySource, monthlyRows } from './monthlyRows.ts'

/** DESNZ factors stand in for all sites: collection and treatment only, no credit for recycling. */
const TREATMENT: DemoField = {
  key: 'treatment',
  name: 'Waste and treatment',
  type: 'option',
  required: true,
  options: [
    desnz('ware_recycled', 'Broken ware, recycled (DESNZ, aggregates open loop)', '20_500_5169_15'),
    desnz('ware_landfill', 'Broken ware and bricks, landfill (DESNZ)', '20_500_5201_15'),
    desnz('mixed_landfill', 'Mixed commercial waste, landfill (DESNZ)', '20_507_5313_15'),
    desnz('mixed_energy', 'Mixed commercial waste, energy recovery (DESNZ)', '20_507_5311_15'),
    desnz('board_recycled', 'Cardboard, recycled (DESNZ)', '20_506_5443_15'),
    desnz('plastic_recycled', 'Plastics, recycled (DESNZ)', '20_505_5380_15'),
  ],
}

const SKIPS: readonly MonthlySource[] = [
  skip('ST-W1', 'Broken ware', 'stoke', 'ware_recycled', 148),
  skip('ST-W2', 'Mixed waste', 'stoke', 'mixed_energy', 22),
  skip('ST-W3', 'Cardboard', 'stoke', 'board_recycled', 14),
  skip('CO-W2', 'Broken ware', 'columbus', 'ware_landfill', 126),
  skip('CO-W3', 'Mixed waste', 'columbus', 'mixed_landfill', 19),
  skip('CO-W4', 'Cardboard', 'columbus', 'board_recycled', 12),
  skip('RY-W1', 'Broken ware', 'rayong', 'ware_landfill', 171),
  skip('RY-W2', 'Mixed waste', 'rayong', 'mixed_landfill', 31),
  skip('RY-W3', 'Plastics', 'rayong', 'plastic_recycled', 8),
]

export const WASTE: DemoModule = {
  key: 'waste',
  name: 'Waste',
  description: 'Waste from operations by treatment, from the weighbridge slips of the contractors.',
  scope: 3,
  category: 5,
  tables: [
    {
      key: 'waste_by_treatment',
      name: 'Waste by treatment',
      description: 'Tonnes by waste, treatment and month.',
      fields: [
        textField('code', 'Skip', true),
        textField('name', 'Name'),
        siteField(NORTHGATE_SITES),
        MONTH,
        TREATMENT,
        { key: 'mass', name: 'Mass', type: 'number', unit: 't', required: true },
        SOURCE,
        NOTE,
        resultField('mass * factor(treatment, "CO2e")'),
      ],
      rows: (cycle) => monthlyRows('waste_by_treatment', 'mass', SKIPS, cycle),
    },
  ],
}

function skip(code: string, name: string, site: string, treatment: string, typicalQuantity: number): MonthlySource {
  return { code, name, site, choices: { treatment }, typicalQuantity, winterSwing: 0, growth: -0.01, digits: 2 }
}
