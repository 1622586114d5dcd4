/** Which word a kind of parameter has. */
export const KIND_WORDS = {
  density: 'kindDensity',
  heating_value: 'kindHeatingValue',
  exchange_rate: 'kindExchangeRate',
  price_index: 'kindPriceIndex',
  other: 'kindOther',
} as const
