import type { FieldOption } from '../fields/field.ts'
import { desnz, oneEdition } from './tableTemplate.ts'

/** Grids with a published factor of generation, per kWh or MWh: no transmission losses, nothing of the fuels before. */
export const GRIDS: readonly FieldOption[] = [
  desnz('uk', 'United Kingdom (DESNZ)', '7_400_4000_5'),
  oneEdition('us_camx', 'US California (eGRID2023)', 'egrid2023r2.camx'),
  oneEdition('us_erct', 'US Texas, ERCOT (eGRID2023)', 'egrid2023r2.erct'),
  oneEdition('us_rfce', 'US RFC East (eGRID2023)', 'egrid2023r2.rfce'),
  oneEdition('us_rfcw', 'US RFC West (eGRID2023)', 'egrid2023r2.rfcw'),
  oneEdition('us_srso', 'US SERC South (eGRID2023)', 'egrid2023r2.srso'),
  oneEdition('brazil', 'Brazil (grid 2023, CO2 only)', 'ghgp.grid.br.2023'),
  oneEdition('china', 'China (grid 2022, CO2 only)', 'ghgp.grid.cn.2022'),
  oneEdition('thailand', 'Thailand (grid 2022, CO2 only)', 'ghgp.grid.th.2022'),
]
