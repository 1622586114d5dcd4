/** Category 6: journeys for the company in vehicles of others. */
import type { FieldOption } from '#shared/fields/field.ts'
import {
  amount,
  between,
  chosen,
  desnz,
  guidance,
  naics,
  proofAndResult,
  WHERE_AND_WHEN,
  type BuiltInTemplate,
} from '../tableTemplate.ts'

const NOT_OWN =
  'Journeys in vehicles of others. Own and leased cars are in scope 1, the way to work is in category 7. A journey is in one of the tables of this category only: by distance, or by spend.'
const NOT_OWN_AR =
  'للرحلات في مركبات الآخرين. السيارات المملوكة والمستأجرة في النطاق 1، والطريق إلى العمل في الفئة 7. تُدرج الرحلة في جدول واحد من هذه الفئة: حسب المسافة أو حسب الإنفاق.'

export const BUSINESS_TRAVEL: BuiltInTemplate = {
  id: 'builtin:business_travel',
  categories: [6],
  method: 'distance_based',
  name: 'Business travel by distance',
  description:
    'Passenger-kilometres by mode, from the reports of the travel agencies, which count the way back. For single journeys take “Business travel by journeys”.',
  notTwice: NOT_OWN,
  source: `${guidance('6', 'distance-based method')} UK government (DESNZ) conversion factors, sheets Business travel, air (with radiative forcing) and land, per passenger-kilometre.`,
  arabic: {
    name: 'سفر العمل حسب المسافة',
    description:
      'مسافر-كيلومتر حسب وسيلة السفر من تقارير وكالات السفر، وهي تشمل طريق العودة. للرحلات المفردة خذ جدول «سفر العمل حسب الرحلات».',
    notTwice: NOT_OWN_AR,
  },
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

/** A class of flights with radiative forcing, and the same without: the rows of DESNZ follow each other. */
const flight = (id: string, label: string, row: number): FieldOption[] => [
  desnz(id, `${label}, with RF (DESNZ)`, `21_316_${row}_11`),
  desnz(`${id}_no_rf`, `${label}, without RF (DESNZ)`, `21_316_${row + 1}_11`),
]

export const BUSINESS_JOURNEYS: BuiltInTemplate = {
  id: 'builtin:business_journeys',
  categories: [6],
  method: 'distance_based',
  name: 'Business travel by journeys',
  description:
    'Journeys of people with the distance of one way, and whether they came back the same way. Flights by class, with or without radiative forcing: choose one of the two for the whole inventory.',
  notTwice: `${NOT_OWN} The way back is counted by the column “One way or return” and not in the distance.`,
  source: `${guidance('6', 'distance-based method')} UK government (DESNZ) conversion factors, sheets Business travel, air and land, per passenger-kilometre. The factors of flights hold 8 % for detours: enter great-circle kilometres.`,
  arabic: {
    name: 'سفر العمل حسب الرحلات',
    description:
      'رحلات الأشخاص بمسافة الذهاب، وهل عادوا من الطريق نفسه. الطيران حسب الدرجة، مع التأثير الإشعاعي أو دونه: اختر أحدهما للجرد كله.',
    notTwice: `${NOT_OWN_AR} يُحسب طريق العودة بعمود «ذهاب أو ذهاب وعودة» لا في المسافة.`,
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('mode', 'Journey', [
      ...flight('air_domestic', 'Domestic flight', 3160),
      ...flight('air_short_economy', 'Short-haul flight, economy', 3164),
      ...flight('air_short_business', 'Short-haul flight, business', 3166),
      ...flight('air_long_economy', 'Long-haul flight, economy', 3170),
      ...flight('air_long_premium', 'Long-haul flight, premium economy', 3172),
      ...flight('air_long_business', 'Long-haul flight, business', 3174),
      ...flight('air_long_first', 'Long-haul flight, first', 3176),
      ...flight('air_international', 'International flight outside the UK, economy', 3180),
      desnz('rail', 'Train (DESNZ)', '25_315_3147_11'),
      desnz('rail_international', 'International train (DESNZ)', '25_315_3148_11'),
      desnz('coach', 'Coach (DESNZ)', '25_314_3146_11'),
      desnz('taxi', 'Taxi (DESNZ)', '25_313_3141_11'),
    ]),
    amount('journeys', 'Journeys (people × times)', null),
    amount('one_way', 'Distance, one way', 'pkm'),
    chosen('way', 'One way or return', [
      { id: 'one_way', label: 'One way' },
      { id: 'return', label: 'There and back' },
    ]),
    between('distance', 'Distance', 'pkm', 'journeys * one_way * if(way == "return", 2, 1)'),
    ...proofAndResult('distance * factor(mode, "CO2e")'),
  ],
}

export const HOTEL_NIGHTS: BuiltInTemplate = {
  id: 'builtin:hotel_nights',
  categories: [6],
  method: 'average_data',
  name: 'Hotel nights',
  description: 'Nights in hotels by country: rooms × nights. They are optional in category 6; say so in the report.',
  notTwice: 'Nights that are booked with the journey are not in its spend as well.',
  source: `${guidance('6', 'distance-based method, hotel stays (optional)')} UK government (DESNZ) conversion factors, sheet Hotel stay, per room and night.`,
  arabic: {
    name: 'ليالي الفنادق',
    description: 'ليالي الفنادق حسب البلد: غرف × ليالٍ. وهي اختيارية في الفئة 6؛ اذكر ذلك في التقرير.',
    notTwice: 'الليالي المحجوزة مع الرحلة لا تُدرج في إنفاقها أيضًا.',
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('country', 'Country', [
      desnz('uk', 'United Kingdom (DESNZ)', '29_600_4000_13'),
      desnz('london', 'London (DESNZ)', '29_600_4001_13'),
      desnz('belgium', 'Belgium (DESNZ)', '29_600_4005_13'),
      desnz('brazil', 'Brazil (DESNZ)', '29_600_4006_13'),
      desnz('canada', 'Canada (DESNZ)', '29_600_4007_13'),
      desnz('china', 'China (DESNZ)', '29_600_4009_13'),
      desnz('egypt', 'Egypt (DESNZ)', '29_600_4013_13'),
      desnz('france', 'France (DESNZ)', '29_600_4016_13'),
      desnz('germany', 'Germany (DESNZ)', '29_600_4017_13'),
    ]),
    amount('nights', 'Rooms × nights', 'room_night'),
    ...proofAndResult('nights * factor(country, "CO2e")'),
  ],
}

export const BUSINESS_TRAVEL_SPEND: BuiltInTemplate = {
  id: 'builtin:business_travel_spend',
  categories: [6],
  method: 'spend_based',
  name: 'Business travel by spend',
  description: 'What was paid for journeys and nights, without VAT, in US dollars at prices of 2022.',
  notTwice: NOT_OWN,
  source: `${guidance('6', 'spend-based method')} US EPA supply-chain factors v1.3 by NAICS code, with margins, per 2022 US dollar. They hold no radiative forcing.`,
  arabic: {
    name: 'سفر العمل حسب الإنفاق',
    description: 'ما دُفع للرحلات والليالي، دون ضريبة القيمة المضافة، بالدولار الأمريكي بأسعار 2022.',
    notTwice: NOT_OWN_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('service', 'Service', [
      naics('air', 'Scheduled flights', '481111'),
      naics('charter', 'Chartered flights', '481211'),
      naics('transit', 'Public transit', '485111'),
      naics('taxi', 'Taxis', '485310'),
      naics('car_rental', 'Car rental', '532111'),
      naics('hotels', 'Hotels', '721110'),
    ]),
    amount('spend', 'Spend (in 2022 US dollars)', 'USD@2022'),
    ...proofAndResult('spend * factor(service, "CO2e")'),
  ],
}
