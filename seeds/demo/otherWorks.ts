import { MONTH, NOTE, resultField, siteField, SOURCE, textField } from './commonFields.ts'
import { type DemoProject, type DemoSite, desnz } from './demoTable.ts'
import { monthlyRows } from './monthlyRows.ts'

const SITES: readonly DemoSite[] = [{ key: 'leeds', name: 'Leeds', country: 'GB', gridRegion: null }]

/** The one project of the second tenant. Nothing of it may ever show up in the first. */
export const OTHER_WORKS_PROJECT: DemoProject = {
  key: 'works_inventory',
  name: 'Works inventory',
  description: 'Inventory of one workshop.',
  sites: SITES,
  cycles: [{ name: 'FY2025', year: 2025, status: 'open', gwpSet: 'AR5', factorYear: 2025 }],
  modules: [
    {
      key: 'heating',
      name: 'Heating',
      description: 'Gas for the workshop.',
      scope: 1,
      category: null,
      tables: [
        {
          key: 'gas',
          name: 'Gas',
          description: 'Gas by month, in kWh of gross calorific value (HHV).',
          fields: [
            textField('code', 'Meter', true),
            textField('name', 'Name'),
            siteField(SITES),
            MONTH,
            {
              key: 'fuel',
              name: 'Fuel',
              type: 'option',
              required: true,
              options: [desnz('natural_gas_uk', 'Natural gas, UK (DESNZ, gross CV)', '1_100_1004_6')],
            },
            { key: 'energy', name: 'Fuel burned', type: 'number', unit: 'kWh(HHV)', required: true },
            SOURCE,
            NOTE,
            resultField('energy * factor(fuel, "CO2e")'),
          ],
          rows: (cycle) =>
            monthlyRows(
              'other_works_gas',
              'energy',
              [
                {
                  code: 'LE-G1',
                  name: 'Workshop boiler',
                  site: 'leeds',
                  choices: { fuel: 'natural_gas_uk' },
                  typicalQuantity: 18_000,
                  winterSwing: 0.7,
                  growth: 0,
                },
              ],
              cycle,
            ),
        },
      ],
    },
  ],
}
