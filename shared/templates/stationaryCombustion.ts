import { amount, chosen, desnz, proofAndResult, WHERE_AND_WHEN, type BuiltInTemplate } from './tableTemplate.ts'

export const STATIONARY_COMBUSTION: BuiltInTemplate = {
  id: 'builtin:stationary_combustion',
  categories: [],
  method: 'fuel_based',
  name: 'Stationary combustion',
  description: 'Fuel that boilers, furnaces and generators burn, in kWh of gross calorific value as on the bill.',
  notTwice:
    'Combustion only: the fuels before they are burned go into category 3. Biogenic CO2 is reported beside the scopes.',
  source:
    'UK government (DESNZ) conversion factors, sheet Fuels, per kWh (gross CV): one unit for all fuels, so one column adds up.',
  arabic: {
    name: 'الاحتراق الثابت',
    description: 'وقود تحرقه المراجل والأفران والمولدات، بالكيلوواط ساعة من القيمة الحرارية الإجمالية كما في الفاتورة.',
    notTwice: 'للاحتراق وحده: ما قبل حرق الوقود في الفئة 3. يُذكر ثاني أكسيد الكربون الحيوي خارج النطاقات.',
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('fuel', 'Fuel', [
      desnz('natural_gas', 'Natural gas (DESNZ)', '1_100_1004_6'),
      desnz('lpg', 'LPG (DESNZ)', '1_100_1003_6'),
      desnz('propane', 'Propane (DESNZ)', '1_100_1007_6'),
      desnz('burning_oil', 'Burning oil (DESNZ)', '1_101_1010_6'),
      desnz('diesel', 'Diesel, average biofuel blend (DESNZ)', '1_101_1011_6'),
      desnz('fuel_oil', 'Fuel oil (DESNZ)', '1_101_1013_6'),
    ]),
    amount('energy', 'Fuel burned', 'kWh(HHV)'),
    ...proofAndResult('energy * factor(fuel, "CO2e")'),
  ],
}
