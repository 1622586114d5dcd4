import { EGRID_SUBREGIONS } from '#shared/places/egridSubregions.ts'

/** What a country is called in a language; what is no country code stays as it is. */
export function countryName(code: string, language: string): string {
  return /^[A-Z]{2}$/.test(code)
    ? (new Intl.DisplayNames([language], { type: 'region', fallback: 'code' }).of(code) ?? code)
    : code
}

/** "RFC West (RFCW)"; the names of grids are the same in every language. */
export const gridName = (code: string): string => {
  const name = EGRID_SUBREGIONS[code]
  return name === undefined ? code : `${name} (${code})`
}
