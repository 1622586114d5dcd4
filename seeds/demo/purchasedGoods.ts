import { MONTH, NORTHGATE_SITES, NOTE, resultField, siteField, SOURCE, textField } from './commonFields.ts'
import { type DemoCycle, type DemoField, type DemoModule, type DemoRow, oneEdition } from './demoTable.ts'
import { rowIdsOf, tableIdOf } from './determinism.ts'
import { oneOffPurchases } from './oneOffPurchases.ts'
import { type Exceptions, type MonthlySource, monthlyRows } from './monthlyRows.ts'

/** US EPA supply-chain factors v1.3 by NAICS code: kilograms of CO2e per 2022 US dollar at purchaser price. */
const PRODUCT: DemoField = {
  key: 'product',
  name: 'Product group',
  type: 'option',
  required: true,
  options: [
    product('kaolin', 'Kaolin and ball clay', '212324'),
    product('minerals', 'Feldspar and other minerals', '212399'),
    product('pigments', 'Pigments and stains', '325130'),
    product('glazes', 'Glazes and coatings', '325510'),
    product('refractories', 'Refractories and kiln furniture', '327120'),
    product('board', 'Corrugated boxes', '322211'),
    product('film', 'Plastic film', '326112'),
    product('pallets', 'Pallets', '321920'),
    product('gases', 'Industrial gases', '325120'),
    product('repairs', 'Machinery repairs', '811310'),
  ],
}

/** Spend of an average month in 2022 US dollars: Stoke-on-Trent, Columbus, Rayong. */
const SPEND: readonly { product: string; name: string; usd: readonly [number, number, number]; quarterly?: true }[] = [
  { product: 'kaolin', name: 'Clay', usd: [182_000, 141_000, 128_000] },
  { product: 'minerals', name: 'Feldspar and silica', usd: [64_000, 58_000, 71_000] },
  { product: 'glazes', name: 'Glazes', usd: [118_000, 96_000, 104_000] },
  { product: 'board', name: 'Boxes', usd: [87_000, 74_000, 69_000] },
  { product: 'repairs', name: 'Kiln repairs', usd: [93_000, 81_000, 46_000] },
  { product: 'pigments', name: 'Pigments', usd: [148_000, 90_000, 162_000], quarterly: true },
  { product: 'refractories', name: 'Kiln furniture', usd: [210_000, 176_000, 233_000], quarterly: true },
  { product: 'film', name: 'Stretch film', usd: [52_000, 44_000, 58_000], quarterly: true },
  { product: 'pallets', name: 'Pallets', usd: [74_000, 66_000, 41_000], quarterly: true },
  { product: 'gases', name: 'Oxygen and argon', usd: [28_000, 22_000, 31_000], quarterly: true },
]

const PREFIXES = ['ST', 'CO', 'RY']

const SOURCES: readonly MonthlySource[] = SPEND.flatMap((line, lineIndex) =>
  NORTHGATE_SITES.map((site, siteIndex) => ({
    code: `${PREFIXES[siteIndex]}-P${String(lineIndex + 1).padStart(2, '0')}`,
    name: line.name,
    site: site.key,
    choices: { product: line.product },
    typicalQuantity: line.usd[siteIndex] ?? 0,
    winterSwing: 0.03,
    growth: 0.02,
    everyThirdMonth: line.quarterly === true,
  })),
)

const EXCEPTIONS: Exceptions = {
  'RY-P03 2025-12': { quantity: null, note: 'Ledger of December not closed' },
  'RY-P07 2025-12': { quantity: null, note: 'Ledger of December not closed' },
}

export const PURCHASED_GOODS: DemoModule = {
  key: 'purchased_goods',
  name: 'Purchased goods and services',
  description: 'Spend-based, cradle to shelf, with the supply-chain factors of the US EPA (v1.3, by NAICS code).',
  scope: 3,
  category: 1,
  tables: [
    {
      key: 'spend',
      name: 'Spend by product group',
      description: 'From the ledger, without VAT, converted to US dollars and deflated to prices of 2022.',
      fields: [
        textField('code', 'Ledger line', true),
        textField('name', 'Name'),
        siteField(NORTHGATE_SITES),
        MONTH,
        PRODUCT,
        { key: 'spend', name: 'Spend (in 2022 US dollars)', type: 'number', unit: 'USD@2022', required: true },
        SOURCE,
        NOTE,
        resultField('spend * factor(product, "CO2e")'),
      ],
      rows: spend,
    },
    oneOffPurchases(ledgerRow),
  ],
}

function spend(cycle: DemoCycle): DemoRow[] {
  return monthlyRows('spend', 'spend', SOURCES, cycle, EXCEPTIONS)
}

/** Where the module stands. */
const PLACE = 'northgate_ceramics/group_inventory'

/** The row of a line of the ledger in a month. */
function ledgerRow(line: string, cycle: DemoCycle, month: string): string {
  const index = spend(cycle).findIndex((row) => row['code'] === line && row['month'] === month)
  if (index < 0) {
    throw new RangeError(`no row ${line} in ${month}`)
  }
  return rowIdsOf(PLACE, tableIdOf(PLACE, 'purchased_goods', 'spend'), cycle.name)(index)
}

function product(id: string, name: string, naics: string) {
  return oneEdition(id, `${name} (EPA v1.3, NAICS ${naics})`, `ussc13.${naics}`)
}
