/** Categories 4 and 9: goods on their way, paid for by the company (4) or by others after the sale (9). */
import { DATA_FROM, FIGURE_SOURCE } from '../figures.ts'
import { GRIDS } from '../grids.ts'
import {
  amount,
  between,
  chosen,
  desnz,
  guidance,
  naics,
  proofAndResult,
  share,
  WHERE_AND_WHEN,
  type BuiltInTemplate,
} from '../tableTemplate.ts'

const BY_WHO_PAYS =
  'Transport that the company pays for goes into category 4, inbound and outbound; what others pay for after the sale into category 9. Own vehicles are in scope 1, and the way of waste to the plant is in category 5 when its factor holds it (US EPA table 9 does).'
const BY_WHO_PAYS_AR =
  'النقل الذي تدفعه الشركة، واردًا أو صادرًا، في الفئة 4، وما يدفعه غيرها بعد البيع في الفئة 9. المركبات المملوكة في النطاق 1. نقل النفايات إلى المحطة في الفئة 5 إذا شمله معاملها (كما في جدول 9 لوكالة EPA).'

export const FREIGHT: BuiltInTemplate = {
  id: 'builtin:freight',
  categories: [4, 9],
  method: 'distance_based',
  name: 'Freight',
  description: 'Goods that others carry for the company: tonnes and kilometres by vehicle, one row for each leg.',
  notTwice: BY_WHO_PAYS,
  source: `${guidance('4 and 9', 'distance-based method')} UK government (DESNZ) conversion factors, sheet Freighting goods, average laden, per tonne-kilometre.`,
  arabic: {
    name: 'الشحن',
    description: 'سلع ينقلها آخرون للشركة: أطنان وكيلومترات حسب المركبة، صف لكل مرحلة من الطريق.',
    notTwice: BY_WHO_PAYS_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('vehicle', 'Vehicle', [
      desnz('hgv', 'Average truck, all sizes (DESNZ)', '27_304_3140_14'),
      desnz('rigid', 'Rigid truck, all sizes (DESNZ)', '27_304_3124_14'),
      desnz('artic', 'Articulated truck, all sizes (DESNZ)', '27_304_3136_14'),
      desnz('rigid_small', 'Rigid truck, 3.5 to 7.5 t (DESNZ)', '27_304_3112_14'),
      desnz('artic_large', 'Articulated truck above 33 t (DESNZ)', '27_304_3132_14'),
      desnz('rail', 'Freight train (DESNZ)', '27_315_3151_14'),
      desnz('container_ship', 'Container ship, average (DESNZ)', '27_320_3235_14'),
      desnz('bulk_carrier', 'Bulk carrier, average (DESNZ)', '27_320_3221_14'),
      desnz('air_short', 'Short-haul air freight, with RF (DESNZ)', '27_317_3154_14'),
      desnz('air_long', 'Long-haul air freight, with RF (DESNZ)', '27_317_3156_14'),
    ]),
    amount('mass', 'Mass', 't'),
    amount('distance', 'Distance', 'km'),
    between('work', 'Transport work', 'tkm', 'mass * distance'),
    ...proofAndResult('work * factor(vehicle, "CO2e")'),
  ],
}

export const FREIGHT_FUEL: BuiltInTemplate = {
  id: 'builtin:freight_fuel',
  categories: [4, 9],
  method: 'fuel_based',
  name: 'Freight by fuel',
  description: 'Litres that the carrier’s vehicles burned, and the share of the load that was yours.',
  notTwice: BY_WHO_PAYS,
  source: `${guidance('4 and 9', 'fuel-based method')} UK government (DESNZ) conversion factors, sheet Fuels, per litre.`,
  arabic: {
    name: 'الشحن حسب الوقود',
    description: 'لترات الوقود التي أحرقتها مركبات الناقل، وحصتكم من الحمولة.',
    notTwice: BY_WHO_PAYS_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('fuel', 'Fuel', [
      desnz('diesel', 'Diesel, average biofuel blend (DESNZ)', '1_101_1011_8'),
      desnz('petrol', 'Petrol, average biofuel blend (DESNZ)', '1_101_1017_8'),
      desnz('lpg', 'LPG (DESNZ)', '1_100_1003_8'),
    ]),
    amount('quantity', 'Quantity', 'L'),
    share('load_share', 'Share of the load'),
    DATA_FROM,
    ...proofAndResult('quantity * load_share * factor(fuel, "CO2e")'),
  ],
}

export const FREIGHT_SPEND: BuiltInTemplate = {
  id: 'builtin:freight_spend',
  categories: [4, 9],
  method: 'spend_based',
  name: 'Freight and storage by spend',
  description: 'What carriers and warehouses were paid, without VAT, in US dollars at prices of 2022.',
  notTwice: `${BY_WHO_PAYS} Freight within the price of goods is in their factors of category 1.`,
  source: `${guidance('4 and 9', 'spend-based method')} US EPA supply-chain factors v1.3 by NAICS code, with margins, per 2022 US dollar.`,
  arabic: {
    name: 'الشحن والتخزين حسب الإنفاق',
    description: 'ما دُفع للناقلين والمخازن، دون ضريبة القيمة المضافة، بالدولار الأمريكي بأسعار 2022.',
    notTwice: `${BY_WHO_PAYS_AR} الشحن الداخل في ثمن السلع تشمله معاملاتها في الفئة 1.`,
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('service', 'Service', [
      naics('road_local', 'Local trucking', '484110'),
      naics('road_long', 'Long-distance trucking', '484121'),
      naics('rail', 'Rail freight', '482111'),
      naics('sea', 'Deep sea freight', '483111'),
      naics('courier', 'Couriers', '492110'),
      naics('warehouse', 'Warehousing', '493110'),
      naics('cold_store', 'Refrigerated warehousing', '493120'),
    ]),
    amount('spend', 'Spend (in 2022 US dollars)', 'USD@2022'),
    ...proofAndResult('spend * factor(service, "CO2e")'),
  ],
}

export const WAREHOUSING: BuiltInTemplate = {
  id: 'builtin:warehousing',
  categories: [4, 9],
  method: 'site_specific',
  name: 'Warehousing',
  description:
    'Electricity, gas and leaked refrigerants of a warehouse of others, and the share of its volume that was yours.',
  notTwice: 'A warehouse that you control is in scopes 1 and 2, and a leased one in category 8.',
  source: `${guidance('4 and 9', 'storage facilities, site-specific method')} Electricity by the grid as in scope 2, gas by UK government (DESNZ) conversion factors, per kWh (gross CV).`,
  arabic: {
    name: 'التخزين',
    description: 'كهرباء مخزن يملكه آخرون وغازه وغازات تبريده المتسربة، وحصتكم من حجمه.',
    notTwice: 'المخزن الذي تتحكمون به في النطاقين 1 و2، والمستأجر في الفئة 8.',
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('grid', 'Grid', GRIDS),
    amount('electricity', 'Electricity', 'kWh'),
    chosen('fuel', 'Fuel', [
      desnz('natural_gas', 'Natural gas (DESNZ)', '1_100_1004_6'),
      desnz('lpg', 'LPG (DESNZ)', '1_100_1003_6'),
    ]),
    amount('heat', 'Fuel burned', 'kWh(HHV)'),
    amount('leaks', 'Leaked refrigerants', 'kgCO2e'),
    share('volume_share', 'Share of the volume'),
    DATA_FROM,
    FIGURE_SOURCE,
    ...proofAndResult('(electricity * factor(grid, "CO2e") + heat * factor(fuel, "CO2e") + leaks) * volume_share'),
  ],
}
