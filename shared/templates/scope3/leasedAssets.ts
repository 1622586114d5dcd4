/** Categories 8, 13 and 14: buildings and shops that are leased or run by others. */
import { DATA_FROM, FIGURE_SOURCE, statedFigure } from '../figures.ts'
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

const BY_CONTROL =
  'What you control is in scopes 1 and 2: under operational control that is most of what you lease from others. Category 8 is what you lease and do not control, category 13 what you own and lease to others.'
const BY_CONTROL_AR =
  'ما تتحكمون به في النطاقين 1 و2، ومنه معظم ما تستأجرونه عند التحكم التشغيلي. الفئة 8 لما تستأجرونه ولا تتحكمون به، والفئة 13 لما تملكونه وتؤجّرونه.'

const ENERGY_FIELDS = [
  chosen('grid', 'Grid', GRIDS),
  amount('electricity', 'Electricity', 'kWh'),
  chosen('fuel', 'Fuel', [
    desnz('natural_gas', 'Natural gas (DESNZ)', '1_100_1004_6'),
    desnz('lpg', 'LPG (DESNZ)', '1_100_1003_6'),
    desnz('burning_oil', 'Burning oil (DESNZ)', '1_101_1010_6'),
  ]),
  amount('heat', 'Fuel burned', 'kWh(HHV)'),
  amount('leaks', 'Leaked refrigerants', 'kgCO2e'),
  DATA_FROM,
]
const ENERGY = 'electricity * factor(grid, "CO2e") + heat * factor(fuel, "CO2e") + leaks'
const ENERGY_SOURCE =
  'Electricity by the grid as in scope 2, fuels by UK government (DESNZ) conversion factors, per kWh (gross CV).'

export const LEASED_ASSETS: BuiltInTemplate = {
  id: 'builtin:leased_assets',
  categories: [8, 13],
  method: 'asset_specific',
  name: 'Leased assets by their energy',
  description:
    'Electricity, fuel and leaked refrigerants of each asset that has meters of its own. What there is none of is 0.',
  notTwice: BY_CONTROL,
  source: `${guidance('8 and 13', 'asset-specific method')} ${ENERGY_SOURCE}`,
  arabic: {
    name: 'الأصول المؤجرة حسب طاقتها',
    description: 'كهرباء كل أصل له عدادات خاصة ووقوده وغازات تبريده المتسربة. ما لا يوجد منه شيء يُكتب 0.',
    notTwice: BY_CONTROL_AR,
  },
  fields: [...WHERE_AND_WHEN, ...ENERGY_FIELDS, ...proofAndResult(ENERGY)],
}

export const LEASED_AREA: BuiltInTemplate = {
  id: 'builtin:leased_area',
  categories: [8, 13],
  method: 'lessor_specific',
  name: 'Leased area of a building',
  description:
    'Emissions of a whole building as its lessor states them, by the leased share of the area that is in use: area / (area of the building × occupancy).',
  notTwice: BY_CONTROL,
  source: guidance(
    '8 and 13',
    'lessor-specific method, as in example 8.1, which prints a share that was rounded on the way',
  ),
  arabic: {
    name: 'المساحة المؤجرة من مبنى',
    description:
      'انبعاثات المبنى كله كما يذكرها المؤجّر، بحصة المساحة المؤجرة من المساحة المشغولة: المساحة ÷ (مساحة المبنى × نسبة الإشغال).',
    notTwice: BY_CONTROL_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    amount('building_emissions', 'Emissions of the building', 'kgCO2e'),
    DATA_FROM,
    FIGURE_SOURCE,
    amount('area', 'Leased area', 'm2'),
    amount('building_area', 'Area of the building', 'm2', {
      formula: 'building_area * occupancy >= area',
      message: 'The leased area is a part of what is in use of the building.',
    }),
    share('occupancy', 'Occupancy'),
    ...proofAndResult('building_emissions * area / (building_area * occupancy)'),
  ],
}

export const LEASED_AVERAGE: BuiltInTemplate = {
  id: 'builtin:leased_average',
  categories: [8, 13],
  method: 'average_data',
  name: 'Leased assets by floor area',
  description: 'Leased floor area and an average of such buildings per square metre for the time of the row.',
  notTwice: BY_CONTROL,
  source: guidance('8 and 13', 'average-data method'),
  arabic: {
    name: 'الأصول المؤجرة حسب المساحة',
    description: 'المساحة المؤجرة ومتوسط المباني المماثلة لكل متر مربع لمدة الصف.',
    notTwice: BY_CONTROL_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    amount('area', 'Leased area', 'm2'),
    amount('figure', 'Figure of such buildings', 'kgCO2e/m2'),
    FIGURE_SOURCE,
    ...proofAndResult('area * figure'),
  ],
}

const FRANCHISOR =
  'For franchisors: scopes 1 and 2 of franchises that are not in your own. Franchisees have theirs in scopes 1 and 2.'
const FRANCHISOR_AR =
  'لمانحي الامتياز: النطاقان 1 و2 لفروع ليست في نطاقيكم. أما أصحاب الفروع فانبعاثاتهم في نطاقيهم 1 و2.'

export const FRANCHISES: BuiltInTemplate = {
  id: 'builtin:franchises',
  categories: [14],
  method: 'franchise_specific',
  name: 'Franchises by their energy',
  description: 'Electricity, fuel and leaked refrigerants as each franchise reports them. What there is none of is 0.',
  notTwice: FRANCHISOR,
  source: `${guidance('14', 'franchise-specific method')} ${ENERGY_SOURCE}`,
  arabic: {
    name: 'الامتيازات حسب طاقتها',
    description: 'الكهرباء والوقود وغازات التبريد المتسربة كما يبلّغ عنها كل فرع. ما لا يوجد منه شيء يُكتب 0.',
    notTwice: FRANCHISOR_AR,
  },
  fields: [...WHERE_AND_WHEN, ...ENERGY_FIELDS, ...proofAndResult(ENERGY)],
}

export const FRANCHISES_SAMPLE: BuiltInTemplate = {
  id: 'builtin:franchises_sample',
  categories: [14],
  method: 'sample',
  name: 'Franchises by samples of groups',
  description:
    'Franchises in groups that are alike, one row each: what a sample of the group emits, and how many the group has.',
  notTwice: `${FRANCHISOR} The sample is a part of its group, and is not entered by its energy as well.`,
  source: guidance('14', 'franchise-specific method with samples by group, as in example 14.2'),
  arabic: {
    name: 'الامتيازات حسب عيّنات المجموعات',
    description: 'فروع في مجموعات متشابهة، صف لكل مجموعة: ما تصدره عيّنة منها، وكم فرعًا فيها.',
    notTwice: `${FRANCHISOR_AR} العيّنة جزء من مجموعتها، فلا تُدرج حسب طاقتها أيضًا.`,
  },
  fields: [
    ...WHERE_AND_WHEN,
    amount('sample_emissions', 'Emissions of the sample', 'kgCO2e'),
    amount('sampled', 'Franchises in the sample', null, {
      formula: 'sampled <= franchises',
      message: 'A sample has at most as many franchises as its group.',
    }),
    amount('franchises', 'Franchises in the group', null),
    DATA_FROM,
    FIGURE_SOURCE,
    between('average', 'Average of a franchise', 'kgCO2e', 'sample_emissions / sampled'),
    ...proofAndResult('average * franchises'),
  ],
}

export const FRANCHISES_AVERAGE: BuiltInTemplate = {
  id: 'builtin:franchises_average',
  categories: [14],
  method: 'average_data',
  name: 'Franchises by floor area',
  description: 'Floor area of franchises and an average of such shops per square metre for the time of the row.',
  notTwice: FRANCHISOR,
  source: guidance('14', 'average-data method'),
  arabic: {
    name: 'الامتيازات حسب المساحة',
    description: 'مساحة الفروع ومتوسط المتاجر المماثلة لكل متر مربع لمدة الصف.',
    notTwice: FRANCHISOR_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    amount('area', 'Floor area', 'm2'),
    ...statedFigure('Figure of such shops', 'kgCO2e/m2'),
    ...proofAndResult('area * figure'),
  ],
}
