import type { FactorSuggestion } from '#shared/api/factorSuggestions.ts'
import { EGRID_SUBREGIONS, gridCode } from '#shared/places/egridSubregions.ts'
import type { PlaceLevel } from '#shared/places/sitePlace.ts'
import { countryName, gridName } from '#client/i18n/placeNames.ts'
import type { SuggestionTranslate } from './words/useSuggestionWords.ts'

type Chosen = NonNullable<FactorSuggestion['chosen']>

const LEVEL_WORDS = {
  grid: 'whyGrid',
  subdivision: 'whySubdivision',
  country: 'whyCountry',
  region: 'whyRegion',
  world: 'whyWorld',
} as const satisfies Record<PlaceLevel, string>

const REGION_WORDS = {
  AFRICA: 'regionAFRICA',
  AMERICAS: 'regionAMERICAS',
  ASIA: 'regionASIA',
  EUROPE: 'regionEUROPE',
  OCEANIA: 'regionOCEANIA',
} as const

/** Why a factor fits, in two sentences: its place, and its year. */
export function reasonText(
  { place, rule, factor }: Chosen,
  factorYear: number,
  t: SuggestionTranslate,
  language: string,
): string {
  const where = t(LEVEL_WORDS[place.level], { place: placeName(place, t, language) })
  const when =
    rule === 'same-year' ? t('whySameYear', { factorYear }) : t('whyNewestBefore', { factorYear, year: factor.year })
  return `${where} ${when}`
}

function placeName({ level, code }: Chosen['place'], t: SuggestionTranslate, language: string): string {
  switch (level) {
    case 'grid':
      return gridName(Object.keys(EGRID_SUBREGIONS).find((one) => gridCode(one) === code) ?? code)
    case 'country':
      return countryName(code, language)
    case 'region': {
      const word = Object.entries(REGION_WORDS).find(([region]) => region === code)?.[1]
      return word === undefined ? code : t(word)
    }
    default:
      return code
  }
}

const CAUTION_WORDS = {
  'older-data': 'caution_older_data',
  'wider-place': 'caution_wider_place',
  'no-place': 'caution_no_place',
  'other-gwp': 'caution_other_gwp',
  'co2-only': 'caution_co2_only',
} as const satisfies Record<Chosen['cautions'][number], string>

/** What whoever takes the factor should know. */
export const cautionTexts = ({ cautions }: Chosen, t: SuggestionTranslate): string[] =>
  cautions.map((caution) => t(CAUTION_WORDS[caution]))

const REFUSAL_WORDS = {
  'not-approved': 'refusal_not_approved',
  retired: 'refusal_retired',
  losses: 'refusal_losses',
  'not-computable': 'refusal_not_computable',
  'avoided-only': 'refusal_avoided_only',
  'market-only': 'refusal_market_only',
  'outside-scopes': 'refusal_outside_scopes',
  upstream: 'refusal_upstream',
  'other-scope': 'refusal_other_scope',
  'other-unit': 'refusal_other_unit',
  superseded: 'refusal_superseded',
  'other-place': 'refusal_other_place',
  'later-year': 'refusal_later_year',
  'not-valid': 'refusal_not_valid',
  'wider-place': 'refusal_wider_place',
  'other-publisher': 'refusal_other_publisher',
  'older-year': 'refusal_older_year',
  'other-gwp': 'refusal_other_gwp',
  'less-fitting': 'refusal_less_fitting',
} as const satisfies Record<FactorSuggestion['refused'][number]['refusal'], string>

/** Why a factor was refused. */
export const refusalText = (refusal: FactorSuggestion['refused'][number]['refusal'], t: SuggestionTranslate): string =>
  t(REFUSAL_WORDS[refusal])
