/** Category 2: machines, buildings and vehicles that were bought; whole in the year in which they came. */
import { statedFigure } from '../figures.ts'
import {
  amount,
  chosen,
  guidance,
  naics,
  proofAndResult,
  WHERE_AND_WHEN,
  type BuiltInTemplate,
} from '../tableTemplate.ts'

const WHOLE_ONCE =
  'Everything from cradle to gate counts in the year of acquisition; nothing is depreciated over later years. What the ledger calls an expense goes into category 1, in one of the two only.'
const WHOLE_ONCE_AR =
  'يُحسب كل ما بين المهد والبوابة في سنة الاقتناء، ولا يوزَّع بالاستهلاك على السنوات التالية. ما يقيّده الدفتر مصروفًا يُدرج في الفئة 1، وفي واحدة منهما فقط.'

export const CAPITAL_GOODS: BuiltInTemplate = {
  id: 'builtin:capital_goods',
  categories: [2],
  method: 'spend_based',
  name: 'Capital goods by spend',
  description:
    'What machines, buildings and vehicles cost to acquire, in the month in which they came, in US dollars at prices of 2022, without VAT.',
  notTwice: WHOLE_ONCE,
  source: `${guidance('2', 'average spend-based method')} US EPA supply-chain factors v1.3 by NAICS code, with margins, per 2022 US dollar.`,
  arabic: {
    name: 'السلع الرأسمالية حسب الإنفاق',
    description:
      'كلفة اقتناء الآلات والمباني والمركبات في شهر وصولها، بالدولار الأمريكي بأسعار 2022، دون ضريبة القيمة المضافة.',
    notTwice: WHOLE_ONCE_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('goods', 'Kind of goods', [
      naics('machinery', 'Industrial machinery', '333249'),
      naics('construction_machinery', 'Construction machinery', '333120'),
      naics('transformers', 'Transformers', '335311'),
      naics('trucks', 'Heavy trucks', '336120'),
      naics('computers', 'Computers', '334111'),
      naics('furniture', 'Office furniture', '337214'),
      naics('buildings', 'Commercial buildings', '236220'),
    ]),
    amount('spend', 'Cost of acquisition (in 2022 US dollars)', 'USD@2022'),
    ...proofAndResult('spend * factor(goods, "CO2e")'),
  ],
}

export const CAPITAL_GOODS_SUPPLIER: BuiltInTemplate = {
  id: 'builtin:capital_goods_supplier',
  categories: [2],
  method: 'supplier_specific',
  name: 'Capital goods by suppliers’ footprints',
  description: 'Pieces that were acquired and the cradle-to-gate footprint of one, as its supplier states it.',
  notTwice: WHOLE_ONCE,
  source: guidance('2', 'supplier-specific method'),
  arabic: {
    name: 'السلع الرأسمالية حسب بصمة المورّدين',
    description: 'القطع التي اقتُنيت وبصمة القطعة الواحدة من المهد إلى البوابة كما يذكرها مورّدها.',
    notTwice: WHOLE_ONCE_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    amount('pieces', 'Pieces', 'unit'),
    ...statedFigure('Footprint of one piece', 'kgCO2e/unit'),
    ...proofAndResult('pieces * figure'),
  ],
}
