import { amount, chosen, desnz, proofAndResult, WHERE_AND_WHEN, type BuiltInTemplate } from './tableTemplate.ts'

export const BUSINESS_TRAVEL: BuiltInTemplate = {
  id: 'builtin:business_travel',
  name: 'Business travel by distance',
  description: 'Passenger-kilometres by mode, from the reports of the travel agencies.',
  source:
    'UK government (DESNZ) conversion factors, sheets Business travel, air (with radiative forcing) and land, per passenger-kilometre.',
  fields: [
    ...WHERE_AND_WHEN,
    chosen('mode', 'Journey', [
      desnz('air_domestic', 'Domestic flight, with RF (DESNZ)', '21_316_3160_11'),
      desnz('air_short', 'Short-haul flight, economy, with RF (DESNZ)', '21_316_3164_11'),
      desnz('air_long', 'Long-haul flight, economy, with RF (DESNZ)', '21_316_3170_11'),
      desnz('air_long_business', 'Long-haul flight, business, with RF (DESNZ)', '21_316_3174_11'),
      desnz('rail', 'Train (DESNZ)', '25_315_3147_11'),
      desnz('coach', 'Coach (DESNZ)', '25_314_3146_11'),
      desnz('taxi', 'Taxi (DESNZ)', '25_313_3141_11'),
    ]),
    amount('distance', 'Distance', 'pkm'),
    ...proofAndResult('distance * factor(mode, "CO2e")'),
  ],
}
