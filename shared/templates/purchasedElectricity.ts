import { GRIDS } from './grids.ts'
import { amount, chosen, proofAndResult, WHERE_AND_WHEN, type BuiltInTemplate } from './tableTemplate.ts'

export const PURCHASED_ELECTRICITY: BuiltInTemplate = {
  id: 'builtin:purchased_electricity',
  categories: [],
  method: 'location_based',
  name: 'Purchased electricity',
  description: 'Electricity from the grid in kWh as billed, location-based: the average of the grid where it is used.',
  notTwice:
    'Generation only: grid losses and the fuels before go into category 3. The market-based total is beside this one, and is not added to it.',
  source:
    'UK grid of DESNZ, US subregions of eGRID2023 (total output), national grids as the GHG Protocol lists them. Generation only: no transmission losses.',
  arabic: {
    name: 'الكهرباء المشتراة',
    description: 'كهرباء الشبكة بالكيلوواط ساعة كما في الفاتورة، حسب الموقع: متوسط الشبكة حيث تُستهلك.',
    notTwice: 'للتوليد وحده: فواقد الشبكة وما قبل الوقود في الفئة 3. المجموع حسب السوق إلى جانب هذا ولا يُجمع معه.',
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('grid', 'Grid', GRIDS),
    amount('energy', 'Electricity', 'kWh'),
    ...proofAndResult('energy * factor(grid, "CO2e")'),
  ],
}
