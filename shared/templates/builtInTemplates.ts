import { BUSINESS_TRAVEL } from './businessTravel.ts'
import { COMMUTING_BY_CAR, COMMUTING_BY_TRANSIT } from './commuting.ts'
import { FREIGHT } from './freight.ts'
import { MOBILE_COMBUSTION } from './mobileCombustion.ts'
import { PURCHASED_ELECTRICITY } from './purchasedElectricity.ts'
import { PURCHASED_GOODS } from './purchasedGoods.ts'
import { REFRIGERANTS } from './refrigerants.ts'
import { STATIONARY_COMBUSTION } from './stationaryCombustion.ts'
import type { BuiltInTemplate } from './tableTemplate.ts'
import { WASTE } from './waste.ts'

/** Tables that we ship, in the order of an inventory. */
export const BUILT_IN_TEMPLATES: readonly BuiltInTemplate[] = [
  STATIONARY_COMBUSTION,
  MOBILE_COMBUSTION,
  REFRIGERANTS,
  PURCHASED_ELECTRICITY,
  PURCHASED_GOODS,
  FREIGHT,
  WASTE,
  BUSINESS_TRAVEL,
  COMMUTING_BY_CAR,
  COMMUTING_BY_TRANSIT,
]
