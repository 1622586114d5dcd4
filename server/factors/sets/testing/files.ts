/** Files as publishers lay them out, written by hand: few rows, and numbers that are public or made up. */
import type { WrittenSheet } from '#server/reading/testing/writeWorkbook.ts'

type Row = WrittenSheet['rows'][number]

const DESNZ_HEADINGS = ['ID', 'Scope', 'Level 1', 'Level 2', 'Level 3', 'Level 4', 'Column Text', 'UOM', 'GHG/Unit']
const PER_GAS = ['kg CO2e', 'kg CO2e of CO2 per unit', 'kg CO2e of CH4 per unit', 'kg CO2e of N2O per unit']

/** The rows of one factor: its total, then its gases; null: blank. */
const desnzRows = (
  id: string,
  scope: string,
  levels: readonly string[],
  uom: string,
  values: readonly (number | null)[],
): Row[] =>
  values.map((value, at) => [
    `${id}_${at + 1}`,
    scope,
    ...Array.from({ length: 5 }, (_, level) => levels[level] ?? null),
    uom,
    PER_GAS[at] ?? null,
    value,
  ])

/** Butane, diesel with its biogenic CO2, a car in kWh, a blend with an HCFC, a row of blanks; `butane`: its total per tonne. */
export function desnzRowsOf({ butane = 3033.380_67 }: { butane?: number | null } = {}): Row[] {
  const blend = ['Refrigerant & other', 'Montreal protocol products', 'R-401A']
  return [
    ...desnzRows('1_100_1000_15', 'Scope 1', ['Fuels', 'Gaseous fuels', 'Butane'], 'tonnes', [
      butane,
      3029.26,
      2.52,
      1.600_67,
    ]),
    ...desnzRows(
      '1_101_1011_8',
      'Scope 1',
      ['Fuels', 'Liquid fuels', 'Diesel (average biofuel blend)'],
      'litres',
      [2.5127, 2.4803, 0.0003, 0.0321],
    ),
    ...desnzRows(
      '99_604_1011_8',
      'Outside of Scopes',
      ['Outside of scopes', 'Forecourt fuels containing biofuel', 'Diesel (average biofuel blend)'],
      'litres',
      [0.14, null, null, null],
    ),
    [
      '6_300_3000_4_5',
      'Scope 1',
      'SECR kWh pass & delivery vehs',
      'Cars',
      'Mini',
      null,
      'Diesel',
      'km',
      'kWh (Net CV)',
      0.422_63,
    ],
    ...desnzRows('3_201_2101_3', 'Scope 1', [...blend, 'Emissions including only Kyoto products'], 'kg', [18]),
    ...desnzRows('3_201_2102_3', 'Scope 1', [...blend, 'Total emissions including non-Kyoto products'], 'kg', [1130]),
    ...desnzRows('1_100_1007_6', 'Scope 1', ['Fuels', 'Gaseous fuels', 'Other gas'], 'kWh (Gross CV)', [null]),
  ]
}

/** The flat file: notes above, headings in row 6. */
export const desnzSheet = (year: number, rows: readonly Row[] = desnzRowsOf()): WrittenSheet => ({
  name: 'Factors by Category',
  rows: [
    ['UK Government GHG Conversion Factors for Company Reporting'],
    ['Factors by Category'],
    ['Next publication date', null, 'June'],
    ['Version', 1],
    [],
    [...DESNZ_HEADINGS, `GHG Conversion Factor ${year}`],
    ...rows,
  ],
})

/** eGRID: descriptions in row 1, codes in row 2. CAMX and RFCW are those of eGRID2023 rev 2; the state is made up. */
export const egridSheets = (per = 'lb/MWh'): WrittenSheet[] => [
  { name: 'Contents', rows: [['eGRID2023 data file']] },
  {
    name: 'SRL23',
    rows: [
      [
        'Data Year',
        'eGRID subregion acronym',
        'eGRID subregion name',
        `eGRID subregion annual CO2 total output emission rate (${per})`,
        `eGRID subregion annual CH4 total output emission rate (${per})`,
        `eGRID subregion annual N2O total output emission rate (${per})`,
        `eGRID subregion annual CO2 equivalent total output emission rate (${per})`,
        `eGRID subregion annual CO2 non-baseload output emission rate (${per})`,
      ],
      ['YEAR', 'SUBRGN', 'SRNAME', 'SRCO2RTA', 'SRCH4RTA', 'SRN2ORTA', 'SRC2ERTA', 'SRNBCO2'],
      [2023, 'CAMX', 'WECC California', 428.464, 0.026, 0.003, 430.0, 1000],
      [2023, 'RFCW', 'RFC West', 912.0, null, 0.01, 915.0, 1500],
    ],
  },
  {
    name: 'ST23',
    rows: [
      ['Data Year', 'State', `CO2 (${per})`, `CH4 (${per})`, `N2O (${per})`],
      ['YEAR', 'PSTATABB', 'STCO2RTA', 'STCH4RTA', 'STN2ORTA'],
      [2023, 'CA', 450, 0.03, 0.004],
    ],
  },
]

export const greenESheet = (heading = 'Green-e® Residual Mix Emissions Rate (lb CO2e / MWh)'): WrittenSheet => ({
  name: 'Residual Mix',
  rows: [
    ['2024 Green-e® Residual Mix Emissions Rates (2022 Data)'],
    [],
    ['eGRID Subregion', 'eGRID Subregion Name', heading],
    ['CAMX', 'WECC California', 520.5],
    ['RFCW', 'RFC West', 1005.25],
    ['RFCM', 'RFC Michigan', null],
  ],
})

export const aibSheet = (): WrittenSheet => ({
  name: 'Mixes 2024',
  rows: [
    ['European Residual Mixes 2024'],
    [null, 'Production mix', null, 'Residual mix', null],
    ['Country', 'Renewable', 'Direct CO2 (gCO2/kWh)', 'Renewable', 'Direct CO2 (gCO2/kWh)'],
    ['Germany', 0.5, 330.1, 0.02, 724.38],
    ['Norway', 0.98, 5, 0.1, 598.44],
    ['Atlantis', 0.5, 1, 0.5, 2],
    ['Iceland', 1, 0, 1, 'n/a'],
  ],
})
