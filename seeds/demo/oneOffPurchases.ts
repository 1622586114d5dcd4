import { MONTH, NORTHGATE_SITES, NOTE, resultField, siteField, textField } from './commonFields.ts'
import type { DemoCycle, DemoFile, DemoNote, DemoRow, DemoTable } from './demoTable.ts'
import { uuidOf } from './determinism.ts'
import { invoice } from './invoice.ts'

const [PRIYA, JORIS, ELENA] = ['admin@demo.example', 'owner@demo.example', 'auditor@demo.example'] as const

interface Purchase {
  code: string
  name: string
  site: string
  /** Month of the year. */
  month: number
  /** Ledger line of the same month that it was taken out of. */
  ledger: string
  /** NAICS code of the supply-chain factor that fits. */
  naics: string
  /** In 2022 US dollars. */
  usd: number
  why: readonly string[]
  approvedBy: string
  hasInvoice?: boolean
  note?: string
  /** Of the note on the row, by its author. */
  written?: { by: string; paragraphs: readonly string[] }
}

const PURCHASES: Readonly<Record<number, readonly Purchase[]>> = {
  2024: [
    {
      ...at('ST-X1', 'Spray dryer, overhaul', 'stoke', 3, 'ST-P05'),
      ...booked('811310', 148_000, ['better_factor'], PRIYA),
    },
    {
      ...at('CO-X1', 'Compressor', 'columbus', 6, 'CO-P05'),
      ...booked('333912', 91_500, ['capital', 'better_factor'], JORIS),
    },
    {
      ...at('RY-X1', 'Kiln furniture, first fill', 'rayong', 9, 'RY-P07'),
      ...booked('327120', 64_200, ['not_again'], PRIYA),
    },
  ],
  2025: [
    {
      ...at('ST-X2', 'Roller kiln 3', 'stoke', 2, 'ST-P05'),
      ...booked('333994', 640_000, ['capital', 'better_factor'], PRIYA),
      hasInvoice: true,
      written: {
        by: PRIYA,
        paragraphs: [
          'Delivered in February, first firing in April. The supplier has no product footprint yet; asked for one on 12 March.',
          'Until it comes, the supply-chain factor for furnaces stands in. Do not move it back to kiln repairs.',
        ],
      },
    },
    {
      ...at('ST-X3', 'Engineering for kiln 3', 'stoke', 3, 'ST-P05'),
      ...booked('541330', 58_400, ['better_factor', 'not_again'], JORIS),
    },
    {
      ...at('CO-X2', 'Air handling, hall 2', 'columbus', 5, 'CO-P05'),
      ...booked('333413', 86_300, ['capital'], JORIS),
      hasInvoice: true,
    },
    {
      ...at('CO-X3', 'Pipework by contractors', 'columbus', 6, 'CO-P05'),
      ...booked('238220', 41_900, ['not_again'], PRIYA),
    },
    {
      ...at('RY-X2', 'Control panels', 'rayong', 8, 'RY-P05'),
      ...booked('335999', 37_250, ['capital', 'better_factor'], PRIYA),
      note: 'Price converted at the rate of August',
    },
    {
      ...at('RY-X3', 'Gas meters, calibrated', 'rayong', 10, 'RY-P05'),
      ...booked('334513', 12_600, ['asked_by_auditor'], ELENA),
      written: { by: ELENA, paragraphs: ['Closes the finding of last year on unmetered dryers.'] },
    },
  ],
}

/** Large purchases, each with a factor of its own. `placeOf` says which row of the ledger something was taken out of. */
export function oneOffPurchases(placeOf: (ledger: string, cycle: DemoCycle, month: string) => string): DemoTable {
  return {
    key: 'one_off_purchases',
    name: 'One-off purchases',
    description: 'Large purchases that were taken out of the ledger lines, because another factor fits them better.',
    fields: [
      textField('code', 'Order', true),
      textField('name', 'Purchase'),
      siteField(NORTHGATE_SITES),
      MONTH,
      { key: 'ledger', name: 'Taken out of', type: 'reference', target: { table: 'spend', field: 'code' } },
      { key: 'factor', name: 'Emission factor', type: 'factor', unit: 'USD@2022', required: true },
      { key: 'spend', name: 'Spend', type: 'number', unit: 'USD@2022', required: true },
      {
        key: 'why',
        name: 'Why by itself',
        type: 'options',
        options: [
          { id: 'capital', label: 'Capital good' },
          { id: 'better_factor', label: 'Better factor' },
          { id: 'not_again', label: 'Will not come again' },
          { id: 'asked_by_auditor', label: 'Asked by the auditor' },
        ],
      },
      { key: 'approved_by', name: 'Approved by', type: 'person' },
      { key: 'invoice', name: 'Invoice', type: 'evidence' },
      NOTE,
      resultField('spend * factor(factor, "CO2e")'),
    ],
    rows: (cycle) =>
      purchasesOf(cycle).map((one): DemoRow => {
        const month = monthOf(one, cycle)
        return {
          code: one.code,
          name: one.name,
          site: one.site,
          month,
          ledger: placeOf(one.ledger, cycle, month),
          factor: `ussc13.${one.naics}`,
          spend: one.usd,
          why: one.why,
          approved_by: uuidOf(one.approvedBy),
          invoice: one.hasInvoice === true ? [fileIdOf(one)] : null,
          note: one.note ?? null,
        }
      }),
    files: (cycle) => purchasesOf(cycle).flatMap((one) => (one.hasInvoice === true ? [fileOf(one, cycle)] : [])),
    notes: (cycle) =>
      purchasesOf(cycle).flatMap(({ written }, row): DemoNote[] =>
        written === undefined ? [] : [{ row, ...written }],
      ),
  }
}

const purchasesOf = ({ year }: DemoCycle): readonly Purchase[] => PURCHASES[year] ?? []

const monthOf = ({ month }: Purchase, { year }: DemoCycle): string => `${year}-${String(month).padStart(2, '0')}`

const fileIdOf = ({ code }: Purchase): string => uuidOf(`one_off_purchases/${code}/invoice`)

function fileOf(purchase: Purchase, cycle: DemoCycle): DemoFile {
  const { code, name, usd, approvedBy: by } = purchase
  const lines = [`Invoice for order ${code}`, name, `Month of delivery: ${monthOf(purchase, cycle)}`, `USD ${usd}`]
  return {
    id: fileIdOf(purchase),
    field: 'invoice',
    name: `Invoice ${code}.pdf`,
    mediaType: 'application/pdf',
    content: invoice([...lines, 'Sample data of the demo company.']),
    by,
  }
}

function at(code: string, name: string, site: string, month: number, ledger: string) {
  return { code, name, site, month, ledger }
}

function booked(naics: string, usd: number, why: readonly string[], approvedBy: string) {
  return { naics, usd, why, approvedBy }
}
