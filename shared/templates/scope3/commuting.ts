/** Category 7: the way to work and back, and work at home. */
import {
  amount,
  between,
  chosen,
  desnz,
  guidance,
  proofAndResult,
  WHERE_AND_WHEN,
  type BuiltInTemplate,
} from '../tableTemplate.ts'

const SURVEY = 'Of a survey: people, days and the way there; the way back is counted too.'
const SURVEY_AR = 'من استبيان: أشخاص وأيام وطريق الذهاب، ويُحسب طريق العودة أيضًا.'

const NOT_OWN =
  'Enter one way: the formula doubles it. Company cars are in scope 1, journeys during work in category 6. Each person and day is in one of the tables of commuting only.'
const NOT_OWN_AR =
  'أدخل طريق الذهاب وحده، فالصيغة تضاعفه. سيارات الشركة في النطاق 1، والرحلات أثناء العمل في الفئة 6. يُدرج كل شخص ويوم في جدول واحد من جداول التنقل.'

export const COMMUTING_BY_CAR: BuiltInTemplate = {
  id: 'builtin:commuting_by_car',
  categories: [7],
  method: 'distance_based',
  name: 'Commuting by car',
  description: `Cars and motorbikes that people come to work with. ${SURVEY}`,
  notTwice: NOT_OWN,
  source: `${guidance('7', 'distance-based method')} UK government (DESNZ) conversion factors, sheet Business travel, land, per vehicle-kilometre: who shares a car is one vehicle.`,
  arabic: {
    name: 'التنقل بالسيارة',
    description: `السيارات والدراجات النارية التي يأتي بها الموظفون إلى العمل. ${SURVEY_AR}`,
    notTwice: NOT_OWN_AR,
  },
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
    between('distance', 'Distance', 'vkm', 'vehicles * days * one_way * 2'),
    ...proofAndResult('distance * factor(vehicle, "CO2e")'),
  ],
}

const TRANSIT = [
  desnz('bus', 'Average local bus (DESNZ)', '25_314_3145_11'),
  desnz('coach', 'Coach (DESNZ)', '25_314_3146_11'),
  desnz('rail', 'Train (DESNZ)', '25_315_3147_11'),
  desnz('tram', 'Light rail and tram (DESNZ)', '25_315_3149_11'),
  desnz('underground', 'London Underground (DESNZ)', '25_315_3150_11'),
]

export const COMMUTING_BY_TRANSIT: BuiltInTemplate = {
  id: 'builtin:commuting_by_transit',
  categories: [7],
  method: 'distance_based',
  name: 'Commuting by bus and train',
  description: `Buses, trams and trains that people come to work with. ${SURVEY}`,
  notTwice: NOT_OWN,
  source: `${guidance('7', 'distance-based method')} UK government (DESNZ) conversion factors, sheet Business travel, land, per passenger-kilometre.`,
  arabic: {
    name: 'التنقل بالحافلة والقطار',
    description: `الحافلات والترام والقطارات التي يأتي بها الموظفون إلى العمل. ${SURVEY_AR}`,
    notTwice: NOT_OWN_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('mode', 'Mode', TRANSIT),
    amount('people', 'People', null),
    amount('days', 'Days', null),
    amount('one_way', 'Distance, one way', 'pkm'),
    between('distance', 'Distance', 'pkm', 'people * days * one_way * 2'),
    ...proofAndResult('distance * factor(mode, "CO2e")'),
  ],
}

export const COMMUTING_SURVEY: BuiltInTemplate = {
  id: 'builtin:commuting_survey',
  categories: [7],
  method: 'distance_based',
  name: 'Commuting by survey of weeks',
  description:
    'People by mode with days a week, weeks a year without holidays and illness, and kilometres one way. Cars have a table of their own, by vehicles.',
  notTwice: NOT_OWN,
  source: `${guidance('7', 'distance-based method, as in example 7.1')} UK government (DESNZ) conversion factors, sheet Business travel, land.`,
  arabic: {
    name: 'التنقل حسب استبيان الأسابيع',
    description:
      'الأشخاص حسب الوسيلة، بأيام الأسبوع وأسابيع السنة دون الإجازات والمرض وكيلومترات الذهاب. للسيارات جدول خاص حسب المركبات.',
    notTwice: NOT_OWN_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('mode', 'Mode', TRANSIT),
    amount('people', 'People', null),
    amount('days_per_week', 'Days a week', null, { max: 7 }),
    amount('weeks', 'Weeks', null, { max: 53 }),
    amount('one_way', 'Distance, one way', 'pkm'),
    between('distance', 'Distance', 'pkm', 'people * days_per_week * weeks * one_way * 2'),
    ...proofAndResult('distance * factor(mode, "CO2e")'),
  ],
}

export const TELEWORKING: BuiltInTemplate = {
  id: 'builtin:teleworking',
  categories: [7],
  method: 'average_data',
  name: 'Work at home',
  description:
    'Hours that people worked at home, with heating and equipment. It is optional in category 7; say so in the report.',
  notTwice: 'Hours at home are no days on the way to work in the other tables of this category.',
  source: `${guidance('7', 'teleworking (optional)')} UK government (DESNZ) conversion factors, sheet Homeworking, per hour of a full-time equivalent.`,
  arabic: {
    name: 'العمل من المنزل',
    description: 'ساعات العمل في المنزل، بالتدفئة والأجهزة. وهو اختياري في الفئة 7؛ اذكر ذلك في التقرير.',
    notTwice: 'ساعات العمل في المنزل ليست أيام تنقل في جداول هذه الفئة الأخرى.',
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('use', 'Energy at home', [
      desnz('all', 'Office equipment and heating (DESNZ)', '32_603_9999_12'),
      desnz('equipment', 'Office equipment (DESNZ)', '32_601_9999_12'),
      desnz('heating', 'Heating (DESNZ)', '32_602_9999_12'),
    ]),
    amount('people', 'People', 'employee'),
    amount('hours', 'Hours of each', 'h'),
    ...proofAndResult('people * hours * factor(use, "CO2e")'),
  ],
}
