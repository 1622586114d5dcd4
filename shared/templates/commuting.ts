import {
  amount,
  chosen,
  desnz,
  proofAndResult,
  templateField,
  WHERE_AND_WHEN,
  type BuiltInTemplate,
} from './tableTemplate.ts'

const SURVEY = 'Of a survey: people, days and the way there; the way back is counted too.'

export const COMMUTING_BY_CAR: BuiltInTemplate = {
  id: 'builtin:commuting_by_car',
  name: 'Commuting by car',
  description: `Cars and motorbikes that people come to work with. ${SURVEY}`,
  source:
    'UK government (DESNZ) conversion factors, sheet Business travel, land, per vehicle-kilometre: who shares a car is one vehicle.',
  fields: [
    ...WHERE_AND_WHEN,
    chosen('vehicle', 'Vehicle', [
      desnz('car', 'Average car, unknown fuel (DESNZ)', '25_301_3074_4'),
      desnz('car_diesel', 'Average car, diesel (DESNZ)', '25_301_3069_4'),
      desnz('car_petrol', 'Average car, petrol (DESNZ)', '25_301_3070_4'),
      desnz('car_hybrid', 'Average car, hybrid (DESNZ)', '25_301_3071_4'),
      desnz('motorbike', 'Average motorbike (DESNZ)', '25_302_3080_4'),
    ]),
    amount('vehicles', 'Vehicles', null),
    amount('days', 'Days', null),
    amount('one_way', 'Distance, one way', 'vkm'),
    templateField({
      key: 'distance',
      name: 'Distance',
      type: 'formula',
      unit: 'vkm',
      formula: 'vehicles * days * one_way * 2',
    }),
    ...proofAndResult('distance * factor(vehicle, "CO2e")'),
  ],
}

export const COMMUTING_BY_TRANSIT: BuiltInTemplate = {
  id: 'builtin:commuting_by_transit',
  name: 'Commuting by bus and train',
  description: `Buses, trams and trains that people come to work with. ${SURVEY}`,
  source: 'UK government (DESNZ) conversion factors, sheet Business travel, land, per passenger-kilometre.',
  fields: [
    ...WHERE_AND_WHEN,
    chosen('mode', 'Mode', [
      desnz('bus', 'Average local bus (DESNZ)', '25_314_3145_11'),
      desnz('coach', 'Coach (DESNZ)', '25_314_3146_11'),
      desnz('rail', 'Train (DESNZ)', '25_315_3147_11'),
      desnz('tram', 'Light rail and tram (DESNZ)', '25_315_3149_11'),
      desnz('underground', 'London Underground (DESNZ)', '25_315_3150_11'),
    ]),
    amount('people', 'People', null),
    amount('days', 'Days', null),
    amount('one_way', 'Distance, one way', 'pkm'),
    templateField({
      key: 'distance',
      name: 'Distance',
      type: 'formula',
      unit: 'pkm',
      formula: 'people * days * one_way * 2',
    }),
    ...proofAndResult('distance * factor(mode, "CO2e")'),
  ],
}
