import { MONTH, NORTHGATE_SITES, NOTE, resultField, siteField, SOURCE, textField } from './commonFields.ts'
import { type DemoField, type DemoModule, desnz, oneEdition } from './demoTable.ts'
import { type Exceptions, type MonthlySource, monthlyRows } from './monthlyRows.ts'

/** Flights of the UK site include radiative forcing (DESNZ); the US factors of EPA Table 10 do not. */
const MODE: DemoField = {
  key: 'mode',
  name: 'Journey',
  type: 'option',
  required: true,
  options: [
    desnz('air_domestic_uk', 'Flight within the UK, with RF (DESNZ)', '21_316_3160_11'),
    desnz('air_short_uk', 'Short-haul flight, economy, with RF (DESNZ)', '21_316_3164_11'),
    desnz('air_long_uk', 'Long-haul flight, economy, with RF (DESNZ)', '21_316_3170_11'),
    desnz('air_long_uk_business', 'Long-haul flight, business, with RF (DESNZ)', '21_316_3174_11'),
    desnz('air_other', 'Flight between other countries, economy, with RF (DESNZ)', '21_316_3180_11'),
    oneEdition(
      'air_medium_us',
      'Medium-haul flight, without RF (EPA Hub 2025 for both years)',
      'epa25.t10.air-travel-medium-haul-300-miles-2300-miles',
    ),
    oneEdition(
      'air_long_us',
      'Long-haul flight, without RF (EPA Hub 2025 for both years)',
      'epa25.t10.air-travel-long-haul-2300-miles',
    ),
    desnz('rail_uk', 'Train, UK (DESNZ)', '25_315_3147_11'),
    desnz('taxi_uk', 'Taxi, UK (DESNZ)', '25_313_3141_11'),
  ],
}

const COUNTRY: DemoField = {
  key: 'country',
  name: 'Country',
  type: 'option',
  required: true,
  options: [
    desnz('uk', 'United Kingdom (DESNZ)', '29_600_4000_13'),
    desnz('thailand', 'Thailand (DESNZ)', '29_600_4050_13'),
    desnz('us', 'United States (DESNZ)', '29_600_4053_13'),
    desnz('china', 'China (DESNZ)', '29_600_4009_13'),
  ],
}

const JOURNEYS: readonly MonthlySource[] = [
  journey('ST-T1', 'Flights within the UK', 'stoke', 'air_domestic_uk', 11_500),
  journey('ST-T2', 'Flights in Europe', 'stoke', 'air_short_uk', 74_000),
  journey('ST-T3', 'Flights to the other sites', 'stoke', 'air_long_uk', 118_000),
  journey('ST-T4', 'Flights of the directors', 'stoke', 'air_long_uk_business', 31_000),
  journey('ST-T5', 'Trains', 'stoke', 'rail_uk', 26_000),
  journey('ST-T6', 'Taxis', 'stoke', 'taxi_uk', 2_300),
  journey('CO-T1', 'Flights in the US', 'columbus', 'air_medium_us', 129_000),
  journey('CO-T2', 'Flights overseas', 'columbus', 'air_long_us', 88_000),
  journey('RY-T1', 'Flights in Asia', 'rayong', 'air_other', 96_000),
]

const NIGHTS: readonly MonthlySource[] = [
  hotel('ST-H1', 'Hotels in the UK', 'stoke', 'uk', 74),
  hotel('ST-H2', 'Hotels in Thailand', 'stoke', 'thailand', 28),
  hotel('CO-H1', 'Hotels in the US', 'columbus', 'us', 96),
  hotel('RY-H1', 'Hotels in Thailand', 'rayong', 'thailand', 61),
  hotel('RY-H2', 'Hotels in China', 'rayong', 'china', 22),
]

const EXCEPTIONS: Exceptions = {
  'RY-T1 2025-12': { quantity: null, note: 'Agency report missing' },
}

export const BUSINESS_TRAVEL: DemoModule = {
  key: 'business_travel',
  name: 'Business travel',
  description: 'Flights, trains, taxis and hotel nights, from the reports of the travel agencies.',
  scope: 3,
  category: 6,
  tables: [
    {
      key: 'journeys',
      name: 'Journeys',
      description: 'Passenger-kilometres by site, mode and month.',
      fields: [
        textField('code', 'Report line', true),
        textField('name', 'Name'),
        siteField(NORTHGATE_SITES),
        MONTH,
        MODE,
        { key: 'distance', name: 'Distance', type: 'number', unit: 'pkm', required: true },
        SOURCE,
        NOTE,
        resultField('distance * factor(mode, "CO2e")'),
      ],
      rows: (cycle) => monthlyRows('journeys', 'distance', JOURNEYS, cycle, EXCEPTIONS),
    },
    {
      key: 'hotels',
      name: 'Hotel nights',
      description: 'Room nights by country and month.',
      fields: [
        textField('code', 'Report line', true),
        textField('name', 'Name'),
        siteField(NORTHGATE_SITES),
        MONTH,
        COUNTRY,
        { key: 'nights', name: 'Room nights', type: 'number', unit: 'room_night', required: true },
        SOURCE,
        NOTE,
        resultField('nights * factor(country, "CO2e")'),
      ],
      rows: (cycle) => monthlyRows('hotels', 'nights', NIGHTS, cycle),
    },
  ],
}

function journey(code: string, name: string, site: string, mode: string, typicalQuantity: number): MonthlySource {
  return { code, name, site, choices: { mode }, typicalQuantity, winterSwing: -0.1, growth: 0.04 }
}

function hotel(code: string, name: string, site: string, country: string, typicalQuantity: number): MonthlySource {
  return { code, name, site, choices: { country }, typicalQuantity, winterSwing: -0.1, growth: 0.04 }
}
