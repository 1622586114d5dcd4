/**
 * The grid regions of the United States by which location-based factors of electricity are published: subregions of eGRID
 * (US EPA, eGRID2023 revision 2, 12 June 2025, sheet SRL23). A subregion crosses states, so a state does not tell it.
 */
export const EGRID_SUBREGIONS: Readonly<Record<string, string>> = {
  AKGD: 'ASCC Alaska Grid',
  AKMS: 'ASCC Miscellaneous',
  AZNM: 'WECC Southwest',
  CAMX: 'WECC California',
  ERCT: 'ERCOT All',
  FRCC: 'FRCC All',
  HIMS: 'HICC Miscellaneous',
  HIOA: 'HICC Oahu',
  MROE: 'MRO East',
  MROW: 'MRO West',
  NEWE: 'NPCC New England',
  NWPP: 'WECC Northwest',
  NYCW: 'NPCC NYC/Westchester',
  NYLI: 'NPCC Long Island',
  NYUP: 'NPCC Upstate NY',
  PRMS: 'Puerto Rico Miscellaneous',
  RFCE: 'RFC East',
  RFCM: 'RFC Michigan',
  RFCW: 'RFC West',
  RMPA: 'WECC Rockies',
  SPNO: 'SPP North',
  SPSO: 'SPP South',
  SRMV: 'SERC Mississippi Valley',
  SRMW: 'SERC Midwest',
  SRSO: 'SERC South',
  SRTV: 'SERC Tennessee Valley',
  SRVC: 'SERC Virginia/Carolina',
}

/** Where the codes are used: Puerto Rico has a country code of its own in ISO 3166-1. */
const COUNTRIES_OF_EGRID = new Set(['US', 'PR'])

/** Codes of the grid regions of a country; none: its grid is one, or no publication of the library parts it. */
export const gridRegionsOf = (country: string | null): readonly string[] =>
  country !== null && COUNTRIES_OF_EGRID.has(country) ? Object.keys(EGRID_SUBREGIONS) : []

/** How publications of the library write a subregion. */
export const gridCode = (subregion: string): string => `US-EGRID-${subregion.toUpperCase()}`
