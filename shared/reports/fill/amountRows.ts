import { SCOPE_3_CATEGORIES } from '#shared/boundary/scope3Categories.ts'
import type { ReportFacts } from '../reportFacts.ts'
import type { AmountRows } from '../templates/reportTemplate.ts'
import type { SayWord } from '../words/reportWords.ts'
import type { AmountKey } from '../yearFigures.ts'

/** A row of a table over amounts of years. */
export interface AmountRow {
  label: string
  scope: 1 | 2 | 3 | null
  isTotal: boolean
  key: AmountKey
  biogenicKey?: AmountKey
  /** Component of the emissions. */
  gas?: string
  /** Of scope 3. */
  category?: number
}

/** Gases and groups of gases of the Kyoto Protocol, and what was published without them. */
const GASES = ['CO2', 'CH4', 'N2O', 'HFC', 'PFC', 'SF6', 'NF3', 'other'] as const

/** Key of rows that name no site or month. */
export const NO_PLACE = '-'

/** The rows of a table, whatever is known of them. */
export function amountRows(rows: AmountRows, facts: ReportFacts, say: SayWord): AmountRow[] {
  switch (rows) {
    case 'scopes':
      return [
        { label: say('scope_1'), scope: 1, isTotal: false, key: 'scope:1' },
        { label: say('scope_2_location'), scope: 2, isTotal: false, key: 'scope:2:location' },
        { label: say('scope_2_market'), scope: 2, isTotal: false, key: 'scope:2:market' },
        { label: say('scope_3'), scope: 3, isTotal: false, key: 'scope:3' },
        total(say('scopes_1_2_location'), 'scopes_1_2:location'),
        total(say('scopes_1_2_market'), 'scopes_1_2:market'),
        total(say('total_location'), 'total:location'),
        total(say('total_market'), 'total:market'),
      ]
    case 'categories':
      return [
        ...SCOPE_3_CATEGORIES.map((category): AmountRow => ({
          label: say(`category_${category}`),
          scope: 3,
          isTotal: false,
          key: `category:${category}`,
          biogenicKey: `biogenic_category:${category}`,
          category,
        })),
        { ...total(say('sum'), 'scope:3'), biogenicKey: 'biogenic:3' },
      ]
    case 'gases':
      return [
        ...GASES.map((gas): AmountRow => ({
          label: say(`gas_${gas}`),
          scope: null,
          isTotal: false,
          key: `gas:${gas}`,
          gas,
        })),
        total(say('sum'), 'total:location'),
      ]
    case 'biogenic':
      return [
        ...([1, 2, 3] as const).map((scope): AmountRow => ({
          label: say(`biogenic_${scope}`),
          scope,
          isTotal: false,
          key: `biogenic:${scope}`,
        })),
        total(say('biogenic_total'), 'biogenic:total'),
      ]
    case 'sites':
      return [
        ...facts.sites.map((site) => plain(site.name, `site:${site.id}`)),
        ...(facts.current.amounts.has(`site:${NO_PLACE}`) ? [plain(say('without_site'), `site:${NO_PLACE}`)] : []),
        total(say('sum'), 'total:location'),
      ]
    case 'months':
      return [
        ...facts.months.map((month) => plain(month, `month:${month}`)),
        ...(facts.current.amounts.has(`month:${NO_PLACE}`) ? [plain(say('without_month'), `month:${NO_PLACE}`)] : []),
        total(say('sum'), 'total:location'),
      ]
    case 'modules':
      return [...modulesIn(facts, [1, 2, 3]), total(say('sum'), 'total:location')]
    case 'modules_1':
      return [...modulesIn(facts, [1]), total(say('sum'), 'scope:1')]
    case 'modules_2':
      return [...modulesIn(facts, [2]), total(say('sum'), 'scope:2:location')]
    case 'modules_3':
      return [...modulesIn(facts, [3]), total(say('sum'), 'scope:3')]
  }
}

const modulesIn = ({ modules }: ReportFacts, scopes: readonly number[]): AmountRow[] =>
  modules
    .filter(({ scope }) => scopes.includes(scope))
    .map(({ id, name, scope }) => ({ label: name, scope, isTotal: false, key: `module:${scope}:${id}` }))

const plain = (label: string, key: AmountKey): AmountRow => ({ label, scope: null, isTotal: false, key })

const total = (label: string, key: AmountKey): AmountRow => ({ label, scope: null, isTotal: true, key })
