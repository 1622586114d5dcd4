import {
  amount,
  chosen,
  desnz,
  oneEdition,
  proofAndResult,
  WHERE_AND_WHEN,
  type BuiltInTemplate,
} from './tableTemplate.ts'

export const PURCHASED_ELECTRICITY: BuiltInTemplate = {
  id: 'builtin:purchased_electricity',
  name: 'Purchased electricity',
  description: 'Electricity from the grid in kWh as billed, location-based: the average of the grid where it is used.',
  source:
    'UK grid of DESNZ, US subregions of eGRID2023 (total output), national grids as the GHG Protocol lists them. Generation only: no transmission losses.',
  fields: [
    ...WHERE_AND_WHEN,
    chosen('grid', 'Grid', [
      desnz('uk', 'United Kingdom (DESNZ)', '7_400_4000_5'),
      oneEdition('us_camx', 'US California (eGRID2023)', 'egrid2023r2.camx'),
      oneEdition('us_erct', 'US Texas, ERCOT (eGRID2023)', 'egrid2023r2.erct'),
      oneEdition('us_rfce', 'US RFC East (eGRID2023)', 'egrid2023r2.rfce'),
      oneEdition('us_rfcw', 'US RFC West (eGRID2023)', 'egrid2023r2.rfcw'),
      oneEdition('us_srso', 'US SERC South (eGRID2023)', 'egrid2023r2.srso'),
      oneEdition('brazil', 'Brazil (grid 2023, CO2 only)', 'ghgp.grid.br.2023'),
      oneEdition('china', 'China (grid 2022, CO2 only)', 'ghgp.grid.cn.2022'),
      oneEdition('thailand', 'Thailand (grid 2022, CO2 only)', 'ghgp.grid.th.2022'),
    ]),
    amount('energy', 'Electricity', 'kWh'),
    ...proofAndResult('energy * factor(grid, "CO2e")'),
  ],
}
