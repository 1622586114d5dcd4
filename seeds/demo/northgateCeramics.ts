import { BUSINESS_TRAVEL } from './businessTravel.ts'
import { NORTHGATE_SITES } from './commonFields.ts'
import type { DemoCycle, DemoProject } from './demoTable.ts'
import { MOBILE_COMBUSTION } from './mobileCombustion.ts'
import { PURCHASED_ELECTRICITY } from './purchasedElectricity.ts'
import { PURCHASED_GOODS } from './purchasedGoods.ts'
import { REFRIGERANTS } from './refrigerants.ts'
import { STATIONARY_COMBUSTION } from './stationaryCombustion.ts'
import { SUPPLIER_ENERGY, SUPPLIER_FREIGHT, SUPPLIERS } from './supplierPilot.ts'
import { WASTE } from './waste.ts'

/** AR5 is the GWP set behind every factor of this project that is published as CO2e only, so no total mixes sets. */
const CYCLES: readonly DemoCycle[] = [
  { name: 'FY2024', year: 2024, status: 'locked', gwpSet: 'AR5', factorYear: 2024 },
  { name: 'FY2025', year: 2025, status: 'open', gwpSet: 'AR5', factorYear: 2025 },
]

/**
 * ESRS E1 asks for the latest GWP set. The pilot tries it: the supply of the gas is published only as CO2e by AR5, so its
 * totals rest on two sets, and say so.
 */
const PILOT_CYCLES = CYCLES.map((cycle): DemoCycle => ({ ...cycle, gwpSet: 'AR6' }))

const GROUP_INVENTORY: DemoProject = {
  key: 'group_inventory',
  name: 'Group inventory',
  description: 'Greenhouse-gas inventory of the group: three sites, operational control, scopes 1 to 3.',
  sites: NORTHGATE_SITES,
  cycles: CYCLES,
  modules: [
    STATIONARY_COMBUSTION,
    MOBILE_COMBUSTION,
    REFRIGERANTS,
    PURCHASED_ELECTRICITY,
    PURCHASED_GOODS,
    BUSINESS_TRAVEL,
    WASTE,
  ],
}

const SUPPLIER_PILOT: DemoProject = {
  key: 'supplier_pilot',
  name: 'Supplier pilot',
  description: 'Two suppliers report their own figures, to replace spend by measured data.',
  sites: SUPPLIERS,
  cycles: PILOT_CYCLES,
  modules: [SUPPLIER_ENERGY, SUPPLIER_FREIGHT],
}

export const NORTHGATE_PROJECTS: readonly DemoProject[] = [GROUP_INVENTORY, SUPPLIER_PILOT]
