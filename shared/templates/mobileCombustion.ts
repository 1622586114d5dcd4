import { amount, chosen, desnz, proofAndResult, WHERE_AND_WHEN, type BuiltInTemplate } from './tableTemplate.ts'

export const MOBILE_COMBUSTION: BuiltInTemplate = {
  id: 'builtin:mobile_combustion',
  categories: [],
  method: 'fuel_based',
  name: 'Mobile combustion',
  description: 'Fuel of vehicles that the company owns or leases, in litres.',
  notTwice:
    'Combustion only: the fuels before they are burned go into category 3. Transport by others is in categories 4, 6 and 9.',
  source: 'UK government (DESNZ) conversion factors, sheet Fuels, per litre: fuel is known better than distance.',
  arabic: {
    name: 'الاحتراق المتحرك',
    description: 'وقود المركبات التي تملكها الشركة أو تستأجرها، باللترات.',
    notTwice: 'للاحتراق وحده: ما قبل حرق الوقود في الفئة 3. نقل الآخرين في الفئات 4 و6 و9.',
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('fuel', 'Fuel', [
      desnz('diesel', 'Diesel, average biofuel blend (DESNZ)', '1_101_1011_8'),
      desnz('petrol', 'Petrol, average biofuel blend (DESNZ)', '1_101_1017_8'),
      desnz('gas_oil', 'Gas oil (DESNZ)', '1_101_1014_8'),
      desnz('lpg', 'LPG (DESNZ)', '1_100_1003_8'),
    ]),
    amount('quantity', 'Quantity', 'L'),
    ...proofAndResult('quantity * factor(fuel, "CO2e")'),
  ],
}
