/** Categories 10 and 11: what others make of products that were sold, and what these use over their life. */
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

const INTERMEDIATE =
  'Only what customers do to intermediate products before the end user has them. Use is in category 11, waste of the end user in category 12.'
const INTERMEDIATE_AR =
  'لما يفعله الزبائن بالمنتجات الوسيطة قبل وصولها إلى المستعمل. الاستعمال في الفئة 11، ونفايات المستعمل في الفئة 12.'

export const PROCESSING: BuiltInTemplate = {
  id: 'builtin:processing',
  categories: [10],
  method: 'average_data',
  name: 'Processing of sold products by energy',
  description: 'Tonnes of intermediate products that were sold, and the electricity that processing one takes.',
  notTwice: INTERMEDIATE,
  source: `${guidance('10', 'average-data method')} Electricity by the grid where it is processed, as in scope 2.`,
  arabic: {
    name: 'معالجة المنتجات المبيعة حسب الطاقة',
    description: 'أطنان المنتجات الوسيطة التي بيعت، والكهرباء اللازمة لمعالجة الطن الواحد.',
    notTwice: INTERMEDIATE_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    amount('mass', 'Mass sold', 't'),
    amount('energy_per_tonne', 'Electricity per tonne', 'kWh/t'),
    FIGURE_SOURCE,
    chosen('grid', 'Grid', GRIDS),
    between('energy', 'Electricity', 'kWh', 'mass * energy_per_tonne'),
    ...proofAndResult('energy * factor(grid, "CO2e")'),
  ],
}

export const PROCESSING_CUSTOMER: BuiltInTemplate = {
  id: 'builtin:processing_customer',
  categories: [10],
  method: 'site_specific',
  name: 'Processing of sold products by customers’ figures',
  description:
    'Tonnes of intermediate products that were sold, what customers emit for one of them, and the share of that which is for your product.',
  notTwice: INTERMEDIATE,
  source: guidance('10', 'site-specific method'),
  arabic: {
    name: 'معالجة المنتجات المبيعة حسب أرقام الزبائن',
    description: 'أطنان المنتجات الوسيطة التي بيعت، وما يصدره الزبائن عن الطن، وحصة منتجكم منه.',
    notTwice: INTERMEDIATE_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    amount('mass', 'Mass sold', 't'),
    ...statedFigure('Figure of the customer', 'kgCO2e/t'),
    share('allocated', 'Share that is allocated'),
    ...proofAndResult('mass * figure * allocated'),
  ],
}

const LIFETIME =
  'The whole life of what was sold in the year counts in that year. Charging and maintenance are in it, waste is in category 12. What your own company uses is in scopes 1 and 2.'
const LIFETIME_AR =
  'يُحسب عمر كل ما بيع في السنة في تلك السنة. يشمل ذلك الشحن والصيانة، أما النفايات ففي الفئة 12. ما تستعمله شركتكم في النطاقين 1 و2.'

/** Direct emissions have to be reported, indirect ones may be. */
const PHASE = chosen('phase', 'Use phase', [
  { id: 'direct', label: 'Direct: uses energy itself (required)' },
  { id: 'indirect', label: 'Indirect: used with what uses energy (optional)' },
])

export const PRODUCT_USE: BuiltInTemplate = {
  id: 'builtin:product_use',
  categories: [11],
  method: 'use_phase',
  name: 'Use of sold products: electricity',
  description: 'Pieces that were sold, uses over the life of one, and the electricity of one use.',
  notTwice: LIFETIME,
  source: `${guidance('11', 'direct and indirect use-phase emissions')} Electricity by the grid where products are used, as in scope 2.`,
  arabic: {
    name: 'استعمال المنتجات المبيعة: الكهرباء',
    description: 'القطع التي بيعت، ومرات استعمال القطعة في عمرها، وكهرباء الاستعمال الواحد.',
    notTwice: LIFETIME_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    PHASE,
    amount('sold', 'Pieces sold', null),
    amount('uses', 'Uses in the life of one', null),
    amount('energy_per_use', 'Electricity of one use', 'kWh'),
    FIGURE_SOURCE,
    chosen('grid', 'Grid', GRIDS),
    between('energy', 'Electricity over the life', 'kWh', 'sold * uses * energy_per_use'),
    ...proofAndResult('energy * factor(grid, "CO2e")'),
  ],
}

export const PRODUCT_USE_FIGURES: BuiltInTemplate = {
  id: 'builtin:product_use_figures',
  categories: [11],
  method: 'use_phase',
  name: 'Use of sold products by own figures',
  description:
    'Pieces that were sold, uses over the life of one, energy of one use and the figure of that energy where they are used. The share is of people who use it so, or of an intermediate product in the final one.',
  notTwice: LIFETIME,
  source: guidance('11', 'direct and indirect use-phase emissions, as in examples 11.1, 11.2 and 11.3'),
  arabic: {
    name: 'استعمال المنتجات المبيعة بأرقام خاصة',
    description:
      'القطع التي بيعت، ومرات استعمال القطعة في عمرها، وطاقة الاستعمال الواحد ورقم تلك الطاقة حيث تُستعمل. الحصة لمن يستعملها كذلك، أو لمنتج وسيط في المنتج النهائي.',
    notTwice: LIFETIME_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    PHASE,
    amount('sold', 'Pieces sold', null),
    amount('uses', 'Uses in the life of one', null),
    amount('energy_per_use', 'Energy of one use', 'kWh'),
    amount('figure', 'Figure of the energy', 'kgCO2e/kWh'),
    FIGURE_SOURCE,
    share('allocated', 'Share that is allocated'),
    ...proofAndResult('sold * uses * energy_per_use * allocated * figure'),
  ],
}

export const PRODUCT_USE_FUEL: BuiltInTemplate = {
  id: 'builtin:product_use_fuel',
  categories: [11],
  method: 'use_phase',
  name: 'Use of sold products: fuel',
  description:
    'Pieces that were sold and the litres that one burns over its life; or fuels themselves, one litre a piece.',
  notTwice: LIFETIME,
  source: `${guidance('11', 'direct use-phase emissions of fuels and of products that burn them')} UK government (DESNZ) conversion factors, sheet Fuels, per litre.`,
  arabic: {
    name: 'استعمال المنتجات المبيعة: الوقود',
    description: 'القطع التي بيعت ولترات الوقود التي تحرقها القطعة في عمرها؛ أو الوقود نفسه، لتر لكل قطعة.',
    notTwice: LIFETIME_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    PHASE,
    amount('sold', 'Pieces sold', null),
    amount('fuel_of_life', 'Fuel in the life of one', 'L'),
    FIGURE_SOURCE,
    chosen('fuel', 'Fuel', [
      desnz('diesel', 'Diesel, average biofuel blend (DESNZ)', '1_101_1011_8'),
      desnz('petrol', 'Petrol, average biofuel blend (DESNZ)', '1_101_1017_8'),
      desnz('lpg', 'LPG (DESNZ)', '1_100_1003_8'),
    ]),
    ...proofAndResult('sold * fuel_of_life * factor(fuel, "CO2e")'),
  ],
}

export const PRODUCT_LEAKS: BuiltInTemplate = {
  id: 'builtin:product_leaks',
  categories: [11],
  method: 'use_phase',
  name: 'Use of sold products: refrigerants',
  description: 'Pieces that were sold, their charge of gas, and how much of it leaks over the life of one.',
  notTwice: `${LIFETIME} What is left at the end of life is in category 12.`,
  source: `${guidance('11', 'direct use-phase emissions of products that contain greenhouse gases')} UK government (DESNZ) conversion factors, sheet Refrigerant & other, Kyoto gases only.`,
  arabic: {
    name: 'استعمال المنتجات المبيعة: غازات التبريد',
    description: 'القطع التي بيعت وشحنتها من الغاز، وكم يتسرب منها في عمر القطعة.',
    notTwice: `${LIFETIME_AR} ما يبقى عند نهاية العمر في الفئة 12.`,
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('gas', 'Gas', [
      desnz('hfc_134a', 'HFC-134a (DESNZ)', '3_200_2024_3'),
      desnz('hfc_32', 'HFC-32 (DESNZ)', '3_200_2012_3'),
      desnz('r404a', 'R-404A (DESNZ)', '3_201_2120_3'),
      desnz('r410a', 'R-410A (DESNZ)', '3_201_2156_3'),
    ]),
    amount('sold', 'Pieces sold', null),
    amount('charge', 'Charge of one', 'kg'),
    share('leaked', 'Share that leaks'),
    DATA_FROM,
    FIGURE_SOURCE,
    ...proofAndResult('sold * charge * leaked * factor(gas, "CO2e")'),
  ],
}
