/** Category 3: what fuels and energy cause before they are used, and on the way. */
import { DATA_FROM, FIGURE_SOURCE } from '../figures.ts'
import { GRIDS } from '../grids.ts'
import {
  amount,
  between,
  chosen,
  desnz,
  guidance,
  proofAndResult,
  share,
  WHERE_AND_WHEN,
  type BuiltInTemplate,
} from '../tableTemplate.ts'

const OWN_ONLY =
  'Only the energy that is in your scopes 1 and 2. The well-to-tank of transport and travel that others do belongs to categories 4, 6, 7 and 9. Not on top of a well-to-wheel factor, which holds it already.'
const OWN_ONLY_AR =
  'للطاقة التي في النطاقين 1 و2 فقط. ما يسبق الخزان من نقل الآخرين وسفرهم يُدرج في الفئات 4 و6 و7 و9. ولا يضاف إلى معامل من البئر إلى العجلة، فهو يشمله.'

export const FUEL_UPSTREAM: BuiltInTemplate = {
  id: 'builtin:fuel_upstream',
  categories: [3],
  method: 'average_data',
  name: 'Fuels before they are burned (well-to-tank)',
  description: 'Extraction, refining and transport of the fuels of scope 1, in kWh of gross calorific value as there.',
  notTwice: OWN_ONLY,
  source: `${guidance('3', 'upstream emissions of purchased fuels, average-data method')} UK government (DESNZ) conversion factors, sheet WTT- fuels, per kWh (gross CV).`,
  arabic: {
    name: 'الوقود قبل حرقه (من البئر إلى الخزان)',
    description: 'استخراج وقود النطاق 1 وتكريره ونقله، بالكيلوواط ساعة من القيمة الحرارية الإجمالية كما هناك.',
    notTwice: OWN_ONLY_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('fuel', 'Fuel', [
      desnz('natural_gas', 'Natural gas, WTT (DESNZ)', '11_100_1004_6'),
      desnz('lpg', 'LPG, WTT (DESNZ)', '11_100_1003_6'),
      desnz('propane', 'Propane, WTT (DESNZ)', '11_100_1007_6'),
      desnz('burning_oil', 'Burning oil, WTT (DESNZ)', '11_101_1010_6'),
      desnz('diesel', 'Diesel, average biofuel blend, WTT (DESNZ)', '11_101_1011_6'),
      desnz('fuel_oil', 'Fuel oil, WTT (DESNZ)', '11_101_1013_6'),
    ]),
    amount('energy', 'Fuel burned', 'kWh(HHV)'),
    ...proofAndResult('energy * factor(fuel, "CO2e")'),
  ],
}

export const MOTOR_FUEL_UPSTREAM: BuiltInTemplate = {
  id: 'builtin:motor_fuel_upstream',
  categories: [3],
  method: 'average_data',
  name: 'Motor fuels before they are burned (well-to-tank)',
  description: 'Extraction, refining and transport of the fuel of own vehicles, in litres as in scope 1.',
  notTwice: OWN_ONLY,
  source: `${guidance('3', 'upstream emissions of purchased fuels, average-data method')} UK government (DESNZ) conversion factors, sheet WTT- fuels, per litre.`,
  arabic: {
    name: 'وقود المركبات قبل حرقه (من البئر إلى الخزان)',
    description: 'استخراج وقود المركبات المملوكة وتكريره ونقله، باللترات كما في النطاق 1.',
    notTwice: OWN_ONLY_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('fuel', 'Fuel', [
      desnz('diesel', 'Diesel, average biofuel blend, WTT (DESNZ)', '11_101_1011_8'),
      desnz('petrol', 'Petrol, average biofuel blend, WTT (DESNZ)', '11_101_1017_8'),
      desnz('gas_oil', 'Gas oil, WTT (DESNZ)', '11_101_1014_8'),
      desnz('lpg', 'LPG, WTT (DESNZ)', '11_100_1003_8'),
    ]),
    amount('quantity', 'Quantity', 'L'),
    ...proofAndResult('quantity * factor(fuel, "CO2e")'),
  ],
}

export const ELECTRICITY_UPSTREAM: BuiltInTemplate = {
  id: 'builtin:electricity_upstream',
  categories: [3],
  method: 'average_data',
  name: 'Purchased energy before and on the way',
  description:
    'What the fuels of power stations cause before they are burned, and what is lost in the networks of the United Kingdom: one row for each that applies, with the kWh of scope 2.',
  notTwice: 'Not together with “Grid losses”, which computes the same losses of electricity by the gross grid loss.',
  source: `${guidance('3', 'upstream emissions of purchased electricity, and transmission and distribution losses, average-data method')} UK government (DESNZ) conversion factors, sheets WTT- UK electricity, Transmission and distribution, WTT- heat and steam.`,
  arabic: {
    name: 'الطاقة المشتراة قبل وصولها',
    description:
      'ما يسببه وقود المحطات قبل حرقه، وما يضيع في شبكات المملكة المتحدة: صف لكل ما ينطبق، بالكيلوواط ساعة من النطاق 2.',
    notTwice: 'لا يُجمع مع جدول «فواقد الشبكة»، فهو يحسب فواقد الكهرباء نفسها.',
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('part', 'Part of the way', [
      desnz('generation', 'Electricity, WTT of generation (DESNZ)', '15_917_4000_5'),
      desnz('losses', 'Electricity, transmission and distribution losses (DESNZ)', '13_402_4000_5'),
      desnz('losses_wtt', 'Electricity, WTT of the losses (DESNZ)', '15_918_4000_5'),
      desnz('heat', 'District heat and steam, WTT (DESNZ)', '16_919_4003_5'),
      desnz('heat_losses', 'District heat and steam, 5 % loss (DESNZ)', '13_403_4004_5'),
    ]),
    amount('energy', 'Energy as in scope 2', 'kWh'),
    ...proofAndResult('energy * factor(part, "CO2e")'),
  ],
}

export const GRID_LOSSES: BuiltInTemplate = {
  id: 'builtin:grid_losses',
  categories: [3],
  method: 'average_data',
  name: 'Grid losses',
  description:
    'Electricity that was generated for you and lost in the network: consumed × loss / (1 − loss), by the gross grid loss of the grid (eGRID: 4 to 6 %).',
  notTwice:
    'Losses are not in scope 2, and not together with the losses of “Purchased energy before and on the way”. Companies that own the network have them in scope 2.',
  source: `${guidance('3', 'transmission and distribution losses, average-data method')} eGRID technical guide: grid gross loss is a share of what is generated. Factors as in scope 2.`,
  arabic: {
    name: 'فواقد الشبكة',
    description:
      'كهرباء وُلّدت لكم وضاعت في الشبكة: المستهلَك × الفاقد ÷ (1 − الفاقد)، بنسبة الفاقد الإجمالية للشبكة (eGRID: ‏4 إلى 6 %).',
    notTwice:
      'ليست الفواقد في النطاق 2، ولا تُجمع مع فواقد جدول «الطاقة المشتراة قبل وصولها». لمالكي الشبكة هي في النطاق 2.',
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('grid', 'Grid', GRIDS),
    amount('energy', 'Electricity', 'kWh'),
    share('loss', 'Gross grid loss', { max: 50 }),
    FIGURE_SOURCE,
    between('lost', 'Electricity lost', 'kWh', 'energy * loss / (1 - loss)'),
    ...proofAndResult('lost * factor(grid, "CO2e")'),
  ],
}

export const POWER_SOLD: BuiltInTemplate = {
  id: 'builtin:power_sold',
  categories: [3],
  method: 'supplier_specific',
  name: 'Electricity that is sold on',
  description:
    'For energy suppliers: electricity that was bought and sold to end users, with the emissions of its generation and of the fuels before.',
  notTwice: 'What you generate yourselves is in scope 1, and what you use yourselves in scope 2.',
  source: guidance('3', 'generation of purchased electricity that is sold to end users'),
  arabic: {
    name: 'الكهرباء المعاد بيعها',
    description: 'لمورّدي الطاقة: كهرباء اشتُريت وبيعت لمستهلكين نهائيين، بانبعاثات توليدها والوقود الذي قبله.',
    notTwice: 'ما تولّدونه في النطاق 1، وما تستهلكونه في النطاق 2.',
  },
  fields: [
    ...WHERE_AND_WHEN,
    amount('energy', 'Electricity sold', 'kWh'),
    amount('generation_figure', 'Figure of the generation', 'kgCO2e/kWh'),
    amount('upstream_figure', 'Figure of the fuels before', 'kgCO2e/kWh'),
    DATA_FROM,
    FIGURE_SOURCE,
    ...proofAndResult('energy * (generation_figure + upstream_figure)'),
  ],
}
