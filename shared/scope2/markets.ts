/** Where an instrument may be used: in the market in which it was issued. */

/**
 * Countries whose guarantees of origin are traded as one market (AIB, hub of the European Energy Certificate System). Great
 * Britain left it.
 */
const AIB_COUNTRIES = new Set(
  'AT BA BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LT LU ME NL NO PT RS SK SI ES SE CH'.split(' '),
)

/**
 * Whether consumption at a place can be covered by an instrument of a market. Both are codes as factors carry them: a
 * country ("GB", "US"), a grid of one ("US-eGRID-RFCW"), or "AIB". A country covers its grids; a grid covers itself.
 */
export function marketCovers(market: string, geography: string): boolean {
  const [wide, narrow] = [market.toUpperCase(), geography.toUpperCase()]
  return (
    wide === narrow ||
    narrow.startsWith(`${wide}-`) ||
    (wide === 'AIB' && AIB_COUNTRIES.has(narrow.split('-')[0] ?? ''))
  )
}
