import { MONTH, NORTHGATE_SITES, NOTE, resultField, siteField, SOURCE, textField } from './commonFields.ts'
import { type DemoField, type DemoModule, desnz, oneEdition } from './demoTable.ts'
import { type Exceptions, type MonthlySource, monthlyRows } from './monthlyRows.ts'

const ROAD_FUEL: DemoField = {
  key: 'fuel',
  name: 'Fuel',
  type: 'option',
  required: true,
  options: [
    desnz('diesel_uk', 'Diesel, UK average biofuel blend (DESNZ)', '1_101_1011_8'),
    desnz('petrol_uk', 'Petrol, UK average biofuel blend (DESNZ)', '1_101_1017_8'),
    oneEdition('diesel_us', 'Diesel, CO2 only (EPA Hub 2025, Table 2, for both years)', 'epa25.t2.diesel-fuel'),
    oneEdition('gasoline_us', 'Gasoline, CO2 only (EPA Hub 2025, Table 2, for both years)', 'epa25.t2.motor-gasoline'),
  ],
}

const VEHICLE: DemoField = {
  key: 'vehicle',
  name: 'Vehicle',
  type: 'option',
  required: true,
  options: [
    desnz('car_diesel', 'Average car, diesel (DESNZ)', '4_301_3069_4'),
    desnz('car_petrol', 'Average car, petrol (DESNZ)', '4_301_3070_4'),
    desnz('car_hybrid', 'Average car, hybrid (DESNZ)', '4_301_3071_4'),
    desnz('van_diesel', 'Average van up to 3.5 t, diesel (DESNZ)', '5_303_3102_4'),
  ],
}

const FUEL_CARDS: readonly MonthlySource[] = [
  fuelCard('ST-V1', 'Delivery vans', 'stoke', 'diesel_uk', 4_850, -0.02),
  fuelCard('ST-V2', 'Yard tractors', 'stoke', 'diesel_uk', 3_100, 0.01),
  fuelCard('CO-V1', 'Delivery trucks', 'columbus', 'diesel_us', 7_400, 0.02),
  fuelCard('CO-V2', 'Sales cars', 'columbus', 'gasoline_us', 2_250, -0.04),
  fuelCard('RY-V1', 'Trucks to Laem Chabang', 'rayong', 'diesel_us', 9_700, 0.03),
  fuelCard('RY-V2', 'Staff minibuses', 'rayong', 'diesel_us', 2_900, 0.0),
]

const LOG_BOOKS: readonly MonthlySource[] = [
  logBook('ST-C1', 'Sales cars north', 'car_hybrid', 6_200),
  logBook('ST-C2', 'Sales cars south', 'car_petrol', 5_400),
  logBook('ST-C3', 'Service van', 'van_diesel', 2_100),
]

const FUEL_EXCEPTIONS: Exceptions = {
  'CO-V2 2025-12': { quantity: null, note: 'Fuel card statement missing' },
  'RY-V1 2025-12': { quantity: null, note: 'Fuel card statement missing' },
}

export const MOBILE_COMBUSTION: DemoModule = {
  key: 'mobile_combustion',
  name: 'Mobile combustion',
  description: 'Cars, vans and trucks that the company owns or leases.',
  scope: 1,
  category: null,
  tables: [
    {
      key: 'vehicle_fuel',
      name: 'Fuel of company vehicles',
      description: 'Fuel by fleet and month, in litres. Vehicles listed here do not stand in the log books.',
      fields: [
        textField('code', 'Fleet', true),
        textField('name', 'Name'),
        siteField(NORTHGATE_SITES),
        MONTH,
        ROAD_FUEL,
        { key: 'quantity', name: 'Quantity', type: 'number', unit: 'L', required: true, rules: { min: 0 } },
        SOURCE,
        NOTE,
        resultField('quantity * factor(fuel, "CO2e")'),
      ],
      rows: (cycle) => monthlyRows('vehicle_fuel', 'quantity', FUEL_CARDS, cycle, FUEL_EXCEPTIONS),
    },
    {
      key: 'vehicle_distance',
      name: 'Log books',
      description: 'Distance by vehicle and month, where the fuel is not known.',
      fields: [
        textField('code', 'Log book', true),
        textField('name', 'Name'),
        siteField(NORTHGATE_SITES),
        MONTH,
        VEHICLE,
        { key: 'distance', name: 'Distance', type: 'number', unit: 'vkm', required: true },
        SOURCE,
        NOTE,
        resultField('distance * factor(vehicle, "CO2e")'),
      ],
      rows: (cycle) => monthlyRows('vehicle_distance', 'distance', LOG_BOOKS, cycle),
    },
  ],
}

function fuelCard(
  code: string,
  name: string,
  site: string,
  fuel: string,
  typicalQuantity: number,
  growth: number,
): MonthlySource {
  return { code, name, site, choices: { fuel }, typicalQuantity, winterSwing: 0.04, growth, digits: 1 }
}

function logBook(code: string, name: string, vehicle: string, typicalQuantity: number): MonthlySource {
  return {
    code,
    name,
    site: 'stoke',
    choices: { vehicle },
    typicalQuantity,
    winterSwing: -0.08,
    growth: -0.05,
    source: 'meter',
  }
}
