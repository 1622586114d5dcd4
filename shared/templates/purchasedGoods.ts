import { amount, chosen, oneEdition, proofAndResult, WHERE_AND_WHEN, type BuiltInTemplate } from './tableTemplate.ts'

const naics = (id: string, label: string, code: string) =>
  oneEdition(id, `${label} (EPA v1.3, NAICS ${code})`, `ussc13.${code}`)

export const PURCHASED_GOODS: BuiltInTemplate = {
  id: 'builtin:purchased_goods',
  name: 'Purchased goods by spend',
  description: 'Spend by product group from the ledger, without VAT, in US dollars at prices of 2022.',
  source:
    'US EPA supply-chain factors v1.3 by NAICS code, with margins, per 2022 US dollar: published for every product group.',
  fields: [
    ...WHERE_AND_WHEN,
    chosen('product', 'Product group', [
      naics('boxes', 'Corrugated boxes', '322211'),
      naics('film', 'Plastic film', '326112'),
      naics('pallets', 'Pallets', '321920'),
      naics('chemicals', 'Pigments and stains', '325130'),
      naics('coatings', 'Paints and coatings', '325510'),
      naics('gases', 'Industrial gases', '325120'),
      naics('repairs', 'Machinery repairs', '811310'),
    ]),
    amount('spend', 'Spend (in 2022 US dollars)', 'USD@2022'),
    ...proofAndResult('spend * factor(product, "CO2e")'),
  ],
}
