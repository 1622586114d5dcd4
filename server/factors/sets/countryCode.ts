/** Countries of Europe by their English names, as AIB writes them (ISO 3166-1). */
const NAMES: Readonly<Record<string, string>> = {
  albania: 'AL',
  andorra: 'AD',
  austria: 'AT',
  belgium: 'BE',
  'bosnia and herzegovina': 'BA',
  bulgaria: 'BG',
  croatia: 'HR',
  cyprus: 'CY',
  'czech republic': 'CZ',
  czechia: 'CZ',
  denmark: 'DK',
  estonia: 'EE',
  finland: 'FI',
  france: 'FR',
  georgia: 'GE',
  germany: 'DE',
  'great britain': 'GB',
  greece: 'GR',
  hungary: 'HU',
  iceland: 'IS',
  ireland: 'IE',
  italy: 'IT',
  kosovo: 'XK',
  latvia: 'LV',
  lithuania: 'LT',
  luxembourg: 'LU',
  malta: 'MT',
  moldova: 'MD',
  montenegro: 'ME',
  netherlands: 'NL',
  'north macedonia': 'MK',
  norway: 'NO',
  poland: 'PL',
  portugal: 'PT',
  romania: 'RO',
  serbia: 'RS',
  slovakia: 'SK',
  slovenia: 'SI',
  spain: 'ES',
  sweden: 'SE',
  switzerland: 'CH',
  turkey: 'TR',
  ukraine: 'UA',
  'united kingdom': 'GB',
}
const CODES = new Set(Object.values(NAMES))

/** ISO 3166 code of a country of Europe by its name or code; null: none that is known. */
export function countryCode(text: string): string | null {
  const name = text.trim().replace(/^the /i, '').toLowerCase()
  const code = name.toUpperCase()
  return CODES.has(code) ? code : (NAMES[name] ?? null)
}
