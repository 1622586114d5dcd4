import { REGIONS } from './countries.ts'

/** The code of a place that holds everywhere. */
export const WORLD = 'WORLD'

/** Names of places as DESNZ and people write them, with their codes (`countries.ts`, ISO 3166-2). */
const CODES: Readonly<Record<string, string>> = {
  global: WORLD,
  world: WORLD,
  international: WORLD,
  uk: 'GB',
  'united kingdom': 'GB',
  'great britain': 'GB',
  'uk (london)': 'GB-LND',
  usa: 'US',
  'united states': 'US',
  australia: 'AU',
  austria: 'AT',
  belgium: 'BE',
  brazil: 'BR',
  canada: 'CA',
  chile: 'CL',
  china: 'CN',
  colombia: 'CO',
  'costa rica': 'CR',
  egypt: 'EG',
  france: 'FR',
  germany: 'DE',
  'hong kong, china': 'HK',
  india: 'IN',
  indonesia: 'ID',
  ireland: 'IE',
  italy: 'IT',
  japan: 'JP',
  jordan: 'JO',
  korea: 'KR',
  malaysia: 'MY',
  maldives: 'MV',
  mexico: 'MX',
  netherlands: 'NL',
  oman: 'OM',
  philippines: 'PH',
  poland: 'PL',
  portugal: 'PT',
  qatar: 'QA',
  'russian federation': 'RU',
  'saudi arabia': 'SA',
  singapore: 'SG',
  'south africa': 'ZA',
  spain: 'ES',
  sweden: 'SE',
  switzerland: 'CH',
  thailand: 'TH',
  turkey: 'TR',
  'united arab emirates': 'AE',
  vietnam: 'VN',
  ...Object.fromEntries(REGIONS.map((region) => [region.toLowerCase(), region])),
}

/** The code of a place as a publication or a person writes it; what is not known stays as it is, in capitals. */
export function publishedPlace(geography: string): string {
  const text = geography.trim()
  return CODES[text.toLowerCase()] ?? text.toUpperCase()
}
