import { amount, chosen, desnz, proofAndResult, WHERE_AND_WHEN, type BuiltInTemplate } from './tableTemplate.ts'

export const WASTE: BuiltInTemplate = {
  id: 'builtin:waste',
  name: 'Waste',
  description: 'Tonnes of waste by material and treatment, from weighbridge slips.',
  source:
    'UK government (DESNZ) conversion factors, sheet Waste disposal: collection and treatment only, no credit for recycling.',
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
