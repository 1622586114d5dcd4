/** Categories 5 and 12: waste of operations, and products that were sold when people throw them away. */
import { FIGURE_SOURCE, statedFigure } from '../figures.ts'
import {
  amount,
  between,
  chosen,
  desnz,
  guidance,
  oneEdition,
  proofAndResult,
  share,
  WHERE_AND_WHEN,
  type BuiltInTemplate,
} from '../tableTemplate.ts'

const OTHERS_TREAT =
  'Waste that others treat. Own landfills and furnaces are in scope 1. No credit for recycling or for energy from waste. The way to the plant is in category 4 when a carrier was paid for it, but not when the factor holds it.'
const OTHERS_TREAT_AR =
  'للنفايات التي يعالجها آخرون. المكبّات والمحارق المملوكة في النطاق 1. لا خصم للتدوير ولا لطاقة النفايات. النقل إلى المحطة في الفئة 4 إذا دُفع لناقل، إلا إذا شمله المعامل.'

export const WASTE: BuiltInTemplate = {
  id: 'builtin:waste',
  categories: [5],
  method: 'waste_type_specific',
  name: 'Waste',
  description: 'Tonnes of waste by material and treatment, from weighbridge slips.',
  notTwice: OTHERS_TREAT,
  source: `${guidance('5', 'waste-type-specific method')} UK government (DESNZ) conversion factors, sheet Waste disposal: collection and treatment only, no credit for recycling.`,
  arabic: {
    name: 'النفايات',
    description: 'أطنان النفايات حسب المادة وطريقة المعالجة، من قسائم الميزان.',
    notTwice: OTHERS_TREAT_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('treatment', 'Waste and treatment', [
      desnz('mixed_landfill', 'Mixed commercial waste, landfill (DESNZ)', '20_507_5313_15'),
      desnz('mixed_energy', 'Mixed commercial waste, energy recovery (DESNZ)', '20_507_5311_15'),
      desnz('paper_recycled', 'Paper and board, recycled (DESNZ)', '20_506_5450_15'),
      desnz('plastics_recycled', 'Plastics, recycled (DESNZ)', '20_505_5380_15'),
      desnz('glass_recycled', 'Glass, recycled (DESNZ)', '20_501_5268_15'),
      desnz('metal_recycled', 'Metal cans, recycled (DESNZ)', '20_504_5359_15'),
      desnz('food_compost', 'Food and garden waste, composted (DESNZ)', '20_507_5305_15'),
      desnz('food_digestion', 'Food and garden waste, anaerobic digestion (DESNZ)', '20_507_5307_15'),
    ]),
    amount('mass', 'Mass', 't'),
    ...proofAndResult('mass * factor(treatment, "CO2e")'),
  ],
}

const epa = (id: string, label: string, row: string) => oneEdition(id, `${label} (EPA 2025)`, `epa25.t9.${row}`)

export const WASTE_US: BuiltInTemplate = {
  id: 'builtin:waste_us',
  categories: [5],
  method: 'waste_type_specific',
  name: 'Waste in the United States',
  description: 'Waste by material and treatment. The way to the plant is in the factors.',
  notTwice:
    'The factors hold the transport to the plant: leave it out of category 4. They are CO2e by AR4, and are told apart in a total by another GWP set.',
  source: `${guidance('5', 'waste-type-specific method')} US EPA Emission Factors Hub 2025, table 9, per short ton, after WARM without avoided emissions.`,
  arabic: {
    name: 'النفايات في الولايات المتحدة',
    description: 'النفايات حسب المادة وطريقة المعالجة. يشمل المعامل النقل إلى المحطة.',
    notTwice:
      'تشمل المعاملات النقل إلى المحطة، فلا يُدرج في الفئة 4. وهي بمكافئ ثاني أكسيد الكربون حسب AR4، ويظهر ذلك في مجموع بغيرها.',
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('treatment', 'Waste and treatment', [
      epa('mixed_landfill', 'Mixed MSW, landfilled', 'mixed-msw.landfilled'),
      epa('mixed_combusted', 'Mixed MSW, combusted', 'mixed-msw.combusted'),
      epa('paper_recycled', 'Mixed paper, recycled', 'mixed-paper-general.recycled'),
      epa('paper_landfill', 'Mixed paper, landfilled', 'mixed-paper-general.landfilled'),
      epa('boxes_recycled', 'Corrugated containers, recycled', 'corrugated-containers.recycled'),
      epa('plastics_recycled', 'Mixed plastics, recycled', 'mixed-plastics.recycled'),
      epa('plastics_landfill', 'Mixed plastics, landfilled', 'mixed-plastics.landfilled'),
      epa('plastics_combusted', 'Mixed plastics, combusted', 'mixed-plastics.combusted'),
      epa('metals_recycled', 'Mixed metals, recycled', 'mixed-metals.recycled'),
      epa('food_composted', 'Food waste (non-meat), composted', 'food-waste-non-meat.composted'),
    ]),
    amount('mass', 'Mass', 'short_ton'),
    ...proofAndResult('mass * factor(treatment, "CO2e")'),
  ],
}

export const WASTE_SUPPLIER: BuiltInTemplate = {
  id: 'builtin:waste_supplier',
  categories: [5],
  method: 'supplier_specific',
  name: 'Waste by the figures of its treatment',
  description: 'Tonnes of waste, and what the company that treats it emits for one of them.',
  notTwice: OTHERS_TREAT,
  source: guidance('5', 'supplier-specific method'),
  arabic: {
    name: 'النفايات حسب أرقام معالجها',
    description: 'أطنان النفايات، وما تصدره الشركة المعالجة عن الطن الواحد.',
    notTwice: OTHERS_TREAT_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    amount('mass', 'Mass', 't'),
    ...statedFigure('Figure of the treatment', 'kgCO2e/t'),
    ...proofAndResult('mass * figure'),
  ],
}

/** Shares of one whole, and a figure for each. The rest is landfilled, so that nothing is left out. */
const TREATMENT_SHARES = [
  share('recycled_share', 'Share recycled', {
    formula: 'recycled_share + burned_share + composted_share <= 100',
    message: 'The shares are of one whole: together at most 100 %. What is left is landfilled.',
  }),
  share('burned_share', 'Share incinerated'),
  share('composted_share', 'Share composted'),
  between('landfill_share', 'Share landfilled', '%', '1 - recycled_share - burned_share - composted_share'),
  amount('recycled_figure', 'Figure of recycling', 'kgCO2e/t'),
  amount('burned_figure', 'Figure of incineration', 'kgCO2e/t'),
  amount('composted_figure', 'Figure of composting', 'kgCO2e/t'),
  amount('landfill_figure', 'Figure of landfill', 'kgCO2e/t'),
  FIGURE_SOURCE,
]

const BY_SHARES =
  'mass * (recycled_share * recycled_figure + burned_share * burned_figure + composted_share * composted_figure + landfill_share * landfill_figure)'

export const WASTE_AVERAGE: BuiltInTemplate = {
  id: 'builtin:waste_average',
  categories: [5],
  method: 'average_data',
  name: 'Waste by shares of treatment',
  description: 'Tonnes of all waste, and how much of it is usually recycled, burned, composted and landfilled.',
  notTwice: OTHERS_TREAT,
  source: guidance('5', 'average-data method, as in example 5.2'),
  arabic: {
    name: 'النفايات حسب حصص المعالجة',
    description: 'أطنان كل النفايات، وكم منها يُدوَّر ويُحرق ويُحوَّل سمادًا ويُدفن عادةً.',
    notTwice: OTHERS_TREAT_AR,
  },
  fields: [...WHERE_AND_WHEN, amount('mass', 'Mass', 't'), ...TREATMENT_SHARES, ...proofAndResult(BY_SHARES)],
}

const YEAR_OF_SALE =
  'Everything that was sold in the year counts in that year, however long it lasts. Waste before the sale is in category 5. No credit for recycling or for energy from waste.'
const YEAR_OF_SALE_AR =
  'يُحسب كل ما بيع في السنة في تلك السنة مهما طال عمره. النفايات قبل البيع في الفئة 5. لا خصم للتدوير ولا لطاقة النفايات.'

export const END_OF_LIFE: BuiltInTemplate = {
  id: 'builtin:end_of_life',
  categories: [12],
  method: 'waste_type_specific',
  name: 'End of life of sold products',
  description: 'Tonnes of products and packaging that were sold, by material and how it will be treated.',
  notTwice: YEAR_OF_SALE,
  source: `${guidance('12', 'waste-type-specific method')} UK government (DESNZ) conversion factors, sheet Waste disposal.`,
  arabic: {
    name: 'نهاية عمر المنتجات المبيعة',
    description: 'أطنان المنتجات والعبوات التي بيعت، حسب المادة وكيف ستُعالج.',
    notTwice: YEAR_OF_SALE_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('treatment', 'Waste and treatment', [
      desnz('household_landfill', 'Household residual waste, landfill (DESNZ)', '20_507_5285_15'),
      desnz('household_energy', 'Household residual waste, energy recovery (DESNZ)', '20_507_5283_15'),
      desnz('paper_recycled', 'Paper and board, recycled (DESNZ)', '20_506_5450_15'),
      desnz('paper_landfill', 'Paper and board, landfill (DESNZ)', '20_506_5453_15'),
      desnz('plastics_recycled', 'Plastics, recycled (DESNZ)', '20_505_5380_15'),
      desnz('plastics_landfill', 'Plastics, landfill (DESNZ)', '20_505_5383_15'),
      desnz('glass_recycled', 'Glass, recycled (DESNZ)', '20_501_5268_15'),
      desnz('metal_recycled', 'Metal cans, recycled (DESNZ)', '20_504_5359_15'),
      desnz('electrical', 'Electrical items, small, recycled (DESNZ)', '20_503_5337_15'),
      desnz('batteries', 'Batteries, recycled (DESNZ)', '20_503_5344_15'),
    ]),
    amount('mass', 'Mass', 't'),
    ...proofAndResult('mass * factor(treatment, "CO2e")'),
  ],
}

export const END_OF_LIFE_SHARES: BuiltInTemplate = {
  id: 'builtin:end_of_life_shares',
  categories: [12],
  method: 'average_data',
  name: 'End of life by shares of treatment',
  description: 'Tonnes of products and packaging that were sold, and how waste is usually treated where they are used.',
  notTwice: YEAR_OF_SALE,
  source: guidance('12', 'as in example 12.1, whose heading says tonnes where it computes with kilograms'),
  arabic: {
    name: 'نهاية العمر حسب حصص المعالجة',
    description: 'أطنان المنتجات والعبوات التي بيعت، وكيف تُعالج النفايات عادةً حيث تُستعمل.',
    notTwice: YEAR_OF_SALE_AR,
  },
  fields: [...WHERE_AND_WHEN, amount('mass', 'Mass', 't'), ...TREATMENT_SHARES, ...proofAndResult(BY_SHARES)],
}
