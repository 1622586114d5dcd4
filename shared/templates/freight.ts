import {
  amount,
  chosen,
  desnz,
  proofAndResult,
  templateField,
  WHERE_AND_WHEN,
  type BuiltInTemplate,
} from './tableTemplate.ts'

export const FREIGHT: BuiltInTemplate = {
  id: 'builtin:freight',
  name: 'Freight',
  description: 'Goods that others carry for the company: tonnes and kilometres by vehicle.',
  source: 'UK government (DESNZ) conversion factors, sheet Freighting goods, average laden, per tonne-kilometre.',
  fields: [
    ...WHERE_AND_WHEN,
    chosen('vehicle', 'Vehicle', [
      desnz('hgv', 'Average truck, all sizes (DESNZ)', '27_304_3140_14'),
      desnz('rigid', 'Rigid truck, all sizes (DESNZ)', '27_304_3124_14'),
      desnz('artic', 'Articulated truck, all sizes (DESNZ)', '27_304_3136_14'),
      desnz('rigid_small', 'Rigid truck, 3.5 to 7.5 t (DESNZ)', '27_304_3112_14'),
      desnz('artic_large', 'Articulated truck above 33 t (DESNZ)', '27_304_3132_14'),
    ]),
    amount('mass', 'Mass', 't'),
    amount('distance', 'Distance', 'km'),
    templateField({ key: 'work', name: 'Transport work', type: 'formula', unit: 'tkm', formula: 'mass * distance' }),
    ...proofAndResult('work * factor(vehicle, "CO2e")'),
  ],
}
