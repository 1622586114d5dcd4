import { amount, chosen, desnz, proofAndResult, WHERE_AND_WHEN, type BuiltInTemplate } from './tableTemplate.ts'

export const REFRIGERANTS: BuiltInTemplate = {
  id: 'builtin:refrigerants',
  categories: [],
  method: 'simplified_material_balance',
  name: 'Refrigerants',
  description: 'Gas that leaked from cooling and switchgear, taken as the kilograms that were topped up.',
  notTwice:
    'Gas of the first filling is not a leak. Gases of the Montreal Protocol (CFC, HCFC) are reported beside the scopes.',
  source:
    'UK government (DESNZ) conversion factors, sheet Refrigerant & other, Kyoto gases only; blends by their components.',
  arabic: {
    name: 'غازات التبريد',
    description: 'غاز تسرب من أجهزة التبريد والقواطع، ويُعدّ بالكيلوغرامات التي أُعيد تعبئتها.',
    notTwice: 'غاز التعبئة الأولى ليس تسربًا. غازات بروتوكول مونتريال (CFC وHCFC) تُذكر خارج النطاقات.',
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('gas', 'Gas', [
      desnz('hfc_134a', 'HFC-134a (DESNZ)', '3_200_2024_3'),
      desnz('hfc_32', 'HFC-32 (DESNZ)', '3_200_2012_3'),
      desnz('r404a', 'R-404A (DESNZ)', '3_201_2120_3'),
      desnz('r407c', 'R-407C (DESNZ)', '3_201_2135_3'),
      desnz('r410a', 'R-410A (DESNZ)', '3_201_2156_3'),
      desnz('sf6', 'SF6 (DESNZ)', '3_200_2075_3'),
    ]),
    amount('topped_up', 'Topped up', 'kg'),
    ...proofAndResult('topped_up * factor(gas, "CO2e")'),
  ],
}
