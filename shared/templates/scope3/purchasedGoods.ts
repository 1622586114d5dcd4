/** Category 1: goods and services that were bought. */
import { DATA_FROM, FIGURE_SOURCE, statedFigure } from '../figures.ts'
import {
  amount,
  between,
  chosen,
  desnz,
  guidance,
  naics,
  proofAndResult,
  share,
  WHERE_AND_WHEN,
  type BuiltInTemplate,
} from '../tableTemplate.ts'

const PRODUCT_GROUPS = [
  naics('boxes', 'Corrugated boxes', '322211'),
  naics('film', 'Plastic film', '326112'),
  naics('pallets', 'Pallets', '321920'),
  naics('chemicals', 'Pigments and stains', '325130'),
  naics('coatings', 'Paints and coatings', '325510'),
  naics('gases', 'Industrial gases', '325120'),
  naics('repairs', 'Machinery repairs', '811310'),
]

const MARGINS_NOT_TWICE =
  'The factors are cradle to shelf: transport and trade up to the purchaser are in them. Freight that sellers paid for does not go into category 4 again. Machines and buildings go into category 2, fuels and electricity into category 3.'
const MARGINS_NOT_TWICE_AR =
  'تشمل المعاملات كل ما يسبق وصول السلعة إلى المشتري، ومنه النقل والتجارة. فلا يُدرج الشحن الذي دفعه البائع مرة أخرى في الفئة 4. تُدرج الآلات والمباني في الفئة 2، والوقود والكهرباء في الفئة 3.'

export const PURCHASED_GOODS: BuiltInTemplate = {
  id: 'builtin:purchased_goods',
  categories: [1],
  method: 'spend_based',
  name: 'Purchased goods by spend',
  description: 'Spend by product group from the ledger, without VAT, in US dollars at prices of 2022.',
  notTwice: MARGINS_NOT_TWICE,
  source:
    'US EPA supply-chain factors v1.3 by NAICS code, with margins, per 2022 US dollar: published for every product group.',
  arabic: {
    name: 'السلع المشتراة حسب الإنفاق',
    description: 'الإنفاق حسب مجموعة المنتجات من دفتر الحسابات، دون ضريبة القيمة المضافة، بالدولار الأمريكي بأسعار 2022.',
    notTwice: MARGINS_NOT_TWICE_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('product', 'Product group', PRODUCT_GROUPS),
    amount('spend', 'Spend (in 2022 US dollars)', 'USD@2022'),
    ...proofAndResult('spend * factor(product, "CO2e")'),
  ],
}

export const PURCHASED_GOODS_EURO: BuiltInTemplate = {
  id: 'builtin:purchased_goods_euro',
  categories: [1],
  method: 'spend_based',
  name: 'Purchased goods by spend in euros',
  description:
    'Spend as invoiced in euros. VAT is taken out, the rate of exchange of the year makes dollars of it, and the price index dollars of 2022. Both are parameters of your company, with their sources.',
  notTwice: MARGINS_NOT_TWICE,
  source: `${guidance('1', 'spend-based method')} US EPA supply-chain factors v1.3 by NAICS code, with margins, per 2022 US dollar. For suppliers outside the United States they are an approximation.`,
  parameters: { usd_per_eur: 'USD/EUR', usd_prices_2022: 'USD@2022/USD' },
  arabic: {
    name: 'السلع المشتراة حسب الإنفاق باليورو',
    description:
      'الإنفاق باليورو كما في الفواتير. تُطرح ضريبة القيمة المضافة، ثم يُحوَّل المبلغ بسعر صرف السنة إلى دولارات، وبمؤشر الأسعار إلى دولارات 2022. كلاهما من معالم شركتك، ولكل منهما مصدر.',
    notTwice: MARGINS_NOT_TWICE_AR,
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('product', 'Product group', PRODUCT_GROUPS),
    amount('spend', 'Spend with VAT', 'EUR'),
    share('vat', 'VAT rate'),
    between('net_spend', 'Spend without VAT', 'EUR', 'spend / (1 + vat)'),
    between(
      'spend_2022',
      'Spend (in 2022 US dollars)',
      'USD@2022',
      'net_spend * parameter("usd_per_eur") * parameter("usd_prices_2022")',
    ),
    ...proofAndResult('spend_2022 * factor(product, "CO2e")'),
  ],
}

export const PURCHASED_GOODS_SUPPLIER: BuiltInTemplate = {
  id: 'builtin:purchased_goods_supplier',
  categories: [1],
  method: 'supplier_specific',
  name: 'Purchased goods by suppliers’ footprints',
  description: 'Kilograms of each product and its cradle-to-gate footprint as its supplier states it.',
  notTwice:
    'A footprint to the gate ends there: transport to you goes into category 4. If the supplier counted it, leave it out there.',
  source: guidance('1', 'supplier-specific method'),
  arabic: {
    name: 'السلع المشتراة حسب بصمة المورّدين',
    description: 'كيلوغرامات كل منتج وبصمته من المهد إلى البوابة كما يذكرها مورّده.',
    notTwice: 'تنتهي البصمة عند بوابة المورّد: يُدرج النقل إليكم في الفئة 4، إلا إذا كان المورّد قد حسبه.',
  },
  fields: [
    ...WHERE_AND_WHEN,
    amount('quantity', 'Quantity', 'kg'),
    ...statedFigure('Footprint of the product', 'kgCO2e/kg'),
    ...proofAndResult('quantity * figure'),
  ],
}

export const PURCHASED_GOODS_HYBRID: BuiltInTemplate = {
  id: 'builtin:purchased_goods_hybrid',
  categories: [1],
  method: 'hybrid',
  name: 'Purchased goods by suppliers’ data and averages',
  description:
    'What the supplier emits for these goods in its scopes 1 and 2, and averages for its materials, their transport and its waste. What there is none of is 0.',
  notTwice:
    'The supplier’s scopes 1 and 2 are only the share of these goods. Materials whose figure is cradle to gate hold their own energy already.',
  source: guidance('1', 'hybrid method, as in example 1.3'),
  arabic: {
    name: 'السلع المشتراة حسب بيانات المورّدين والمتوسطات',
    description:
      'ما يصدره المورّد لهذه السلع في النطاقين 1 و2، ومتوسطات لموادها ونقلها ونفاياتها. ما لا يوجد منه شيء يُكتب 0.',
    notTwice: 'النطاقان 1 و2 للمورّد هما حصة هذه السلع وحدها. المواد التي رقمها من المهد إلى البوابة تشمل طاقتها.',
  },
  fields: [
    ...WHERE_AND_WHEN,
    amount('supplier_emissions', 'Scopes 1 and 2 of the supplier', 'kgCO2e'),
    amount('materials', 'Materials', 'kg'),
    amount('materials_figure', 'Figure of the materials', 'kgCO2e/kg'),
    amount('transport', 'Transport of the materials', 'tkm'),
    amount('transport_figure', 'Figure of the transport', 'kgCO2e/tkm'),
    amount('waste', 'Waste of the supplier', 'kg'),
    amount('waste_figure', 'Figure of the waste', 'kgCO2e/kg'),
    DATA_FROM,
    FIGURE_SOURCE,
    ...proofAndResult(
      'supplier_emissions + materials * materials_figure + transport * transport_figure + waste * waste_figure',
    ),
  ],
}

export const PURCHASED_MATERIALS: BuiltInTemplate = {
  id: 'builtin:purchased_materials',
  categories: [1],
  method: 'average_data',
  name: 'Purchased materials by mass',
  description: 'Tonnes of material by kind, new or of recycled source.',
  notTwice:
    'Extraction, primary processing, manufacture and transport to the point of sale are in the factors; transport from there to you goes into category 4, and waste into category 5.',
  source: `${guidance('1', 'average-data method')} UK government (DESNZ) conversion factors, sheet Material use.`,
  arabic: {
    name: 'المواد المشتراة حسب الكتلة',
    description: 'أطنان المواد حسب نوعها، جديدة أو من مصدر معاد تدويره.',
    notTwice:
      'تشمل المعاملات الاستخراج والتصنيع والنقل إلى نقطة البيع. النقل من هناك إليكم في الفئة 4، والنفايات في الفئة 5.',
  },
  fields: [
    ...WHERE_AND_WHEN,
    chosen('material', 'Material', [
      desnz('paper', 'Paper and board, mixed, new (DESNZ)', '19_506_5160_15'),
      desnz('paper_recycled', 'Paper and board, mixed, recycled source (DESNZ)', '19_506_5163_15'),
      desnz('plastics', 'Plastics, average, new (DESNZ)', '19_505_5120_15'),
      desnz('plastics_recycled', 'Plastics, average, recycled source (DESNZ)', '19_505_5123_15'),
      desnz('steel', 'Steel cans, new (DESNZ)', '19_504_5116_15'),
      desnz('aluminium', 'Aluminium cans and foil, new (DESNZ)', '19_504_5104_15'),
      desnz('glass', 'Glass, new (DESNZ)', '19_501_5056_15'),
      desnz('wood', 'Wood, new (DESNZ)', '19_500_5048_15'),
      desnz('concrete', 'Concrete, new (DESNZ)', '19_500_5020_15'),
      desnz('bricks', 'Bricks, new (DESNZ)', '19_500_5016_15'),
      desnz('food', 'Food and drink (DESNZ)', '19_501_5064_15'),
    ]),
    amount('mass', 'Mass', 't'),
    ...proofAndResult('mass * factor(material, "CO2e")'),
  ],
}
