import type { PublishedSheet } from './PublishedSheet.ts'

/** Carbon to CO2 as the EPA derives its factors: 44/12. */
const BURNED = 'convert(44, "kgCO2") / convert(12, "kgC")'
const PEDIGREE = { reliability: null, technical: null, geographic: null, temporal: null, completeness: null }
const GSD2 =
  'exp(sqrt(ln(reliability) ^ 2 + ln(technical) ^ 2 + ln(geographic) ^ 2 + ln(temporal) ^ 2 + ln(completeness) ^ 2))'

/** Derivations of factors, sums, shares and uncertainties. */
export const DERIVATIONS: readonly PublishedSheet[] = [
  ...[14.43, 14.46].map((carbon, index) => ({
    example: index === 0 ? 'epa-eq-therm' : 'epa-eq-therm-old',
    output: 'value',
    formula: `heat * carbon * ${BURNED}`,
    unit: 'tCO2/therm(HHV)',
    units: { heat: 'mmBtu(HHV)/therm(HHV)', carbon: 'kgC/mmBtu(HHV)' },
    rows: [{ heat: 0.1, carbon }],
  })),
  {
    example: 'epa-eq-crude',
    output: 'value',
    formula: `heat * carbon * ${BURNED}`,
    unit: 'tCO2/bbl',
    units: { heat: 'mmBtu(HHV)/bbl', carbon: 'kgC/mmBtu(HHV)' },
    rows: [{ heat: 5.8, carbon: 20.31 }],
  },
  {
    example: 'epa-eq-railcar',
    output: 'value',
    formula: `heat * carbon * ${BURNED} * load`,
    unit: 'tCO2/unit',
    units: { heat: 'mmBtu(HHV)/t', carbon: 'kgC/mmBtu(HHV)', load: 't/unit' },
    rows: [{ heat: 21.11, carbon: 26.05, load: 90.89 }],
  },
  {
    example: 'epa-eq-tree',
    output: 'value',
    formula: `stored * ${BURNED}`,
    unit: 'tCO2',
    units: { stored: 'lbC' },
    rows: [{ stored: 36.4 }],
  },
  {
    example: 'epa-eq-truck',
    output: 'value',
    formula: 'avoided * load',
    unit: 'tCO2e',
    units: { avoided: 'tCO2e/short_ton', load: 'short_ton' },
    rows: [{ avoided: 2.87, load: 7 }],
  },
  {
    example: 'epa-eq-mile',
    output: 'value',
    formula: 'burned / economy / carbon_dioxide_share',
    unit: 'tCO2e/vmi',
    units: { burned: 'tCO2/gal(US)', economy: 'vmi/gal(US)', carbon_dioxide_share: 'kgCO2/kgCO2e' },
    rows: [{ burned: 8.89e-3, economy: 22, carbon_dioxide_share: 0.988 }],
  },
  {
    example: 'bc-gsd-null',
    output: 'gsd2',
    formula: GSD2,
    unit: '',
    units: PEDIGREE,
    rows: [{ reliability: 1.5, technical: 2, geographic: 1.1, temporal: 1.5, completeness: 1.2 }],
  },
  {
    example: 'bc-gsd-2',
    output: 'gsd2',
    formula: GSD2,
    unit: '',
    units: PEDIGREE,
    rows: [{ reliability: 1.5, technical: 2, geographic: 1.02, temporal: 1.5, completeness: 1.02 }],
  },
  {
    example: 'ipcc-sum',
    output: 'u',
    formula: 'sqrt((a * a_range) ^ 2 + (b * b_range) ^ 2 + (c * c_range) ^ 2) / sum(a, b, c)',
    unit: '',
    units: { a: 'tCO2e', b: 'tCO2e', c: 'tCO2e', a_range: null, b_range: null, c_range: null },
    rows: [{ a: 1, b: 2.5, c: 3.625, a_range: 0.25, b_range: 1.125, c_range: 0.75 }],
  },
  ...['half', 'mid'].map((output) => ({
    example: 's3std-ci',
    output,
    formula: output === 'half' ? '(highest - lowest) / 2' : 'avg(highest, lowest)',
    unit: 'tCO2e',
    units: { lowest: 'tCO2e', highest: 'tCO2e' },
    rows: [{ lowest: 140000, highest: 170000 }],
  })),
  {
    example: 'nv-s1-total',
    output: 'kg',
    formula: 'sum(combustion, fugitive, mobile)',
    unit: 'kgCO2e',
    units: { combustion: 'kgCO2e', fugitive: 'kgCO2e', mobile: 'kgCO2e' },
    rows: [{ combustion: 326654.175, fugitive: 10303.5, mobile: 2634 }],
  },
  {
    example: 'nv-s3-cat6',
    output: 'kg',
    formula: 'sum(road, air)',
    unit: 'kgCO2e',
    units: { road: 'kgCO2e', air: 'kgCO2e' },
    rows: [{ road: 66.6323, air: 813.75426 }],
  },
  ...Object.entries({
    utility_scope2: 'generation * loss',
    utility_s3: 'upstream * loss + generation * (1 - loss) + upstream * (1 - loss)',
    enduser_scope2: 'generation * (1 - loss)',
    enduser_s3cat3: 'upstream * (1 - loss) + (generation * loss + upstream * loss)',
  }).map(([output, formula]) => ({
    example: 's3g-t3.2',
    output,
    formula,
    unit: 'tCO2e',
    units: { generation: 'tCO2e', upstream: 'tCO2e', loss: '%' },
    rows: [{ generation: 100, upstream: 5, loss: 10 }],
  })),
  ...['a', 'b', 'c'].map((output, index) => ({
    example: 's3g-4.3a',
    output,
    formula: 'emitted * share / whole',
    unit: 'kgCO2e',
    units: { emitted: 'kgCO2e', share: 'tkm', whole: 'tkm' },
    rows: [{ emitted: 31.5, share: [240, 150, 250][index]!, whole: 640 }],
  })),
  {
    example: 's3g-14.2',
    output: 'total',
    formula: 'sampled * stores',
    unit: 'kgCO2e',
    units: { sampled: 'kgCO2e/unit', stores: 'unit' },
    rows: [
      { sampled: 250, stores: 30000 },
      { sampled: 1600, stores: 10000 },
    ],
  },
  {
    example: 's3g-15.3',
    output: 'total',
    formula: 'emitted * share',
    unit: 'tCO2e',
    units: { emitted: 'tCO2e', share: null },
    rows: [
      { emitted: 200000, share: 0.05 },
      { emitted: 10000, share: 0.1 },
      { emitted: 250000, share: 0.05 },
      { emitted: 30000, share: 0.1111 },
    ],
  },
]
