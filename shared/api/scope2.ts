import { z } from 'zod'
import { GWP_SETS } from '../emissions/gas.ts'
import { CARRIERS, INSTRUMENT_TYPES, RATE_GASES } from '../scope2/instrument.ts'
import { CYCLE_STATUSES } from './cycles.ts'

/** Contract of `GET cycles/{id}/scope_2`: how both sides of scope 2 come about, site by site. */

const Kg = z.number().nullable()

/** Energy of a site that is covered in one way. */
const Scope2Line = z.object({
  /** Grid average and unknown: nothing that was bought covers it. */
  source: z.enum([...INSTRUMENT_TYPES, 'grid_average', 'unknown']),
  instrument_id: z.guid().nullable(),
  name: z.string().nullable(),
  mwh: z.number(),
  /** Kilograms of CO2e; null when unknown. */
  co2e_kg: Kg,
  /** Gases that the instrument does not state: whose rate stands in, or that nobody states it. */
  fallbacks: z.array(
    z.object({
      gas: z.enum(RATE_GASES),
      from: z.enum(['supplier_rate', 'residual_mix', 'grid_average', 'missing']),
    }),
  ),
  /** The GWP set of a rate that was published as CO2e only, where it is not the cycle's. */
  other_gwp: z.enum(GWP_SETS).nullable(),
})
export type Scope2Line = z.infer<typeof Scope2Line>

const Scope2Site = z.object({
  /** Option id; null stands for rows without a site. */
  site: z.string().nullable(),
  name: z.string().nullable(),
  carrier: z.enum(CARRIERS),
  /** Codes of the grids that its rows name. */
  markets: z.array(z.string()),
  /** The part of the site that counts in the totals, 0 to 1; energy and kilograms of the site are whole. */
  share: z.number(),
  mwh: z.number(),
  location_based_kg: Kg,
  market_based_kg: Kg,
  /** In the order of the hierarchy. */
  lines: z.array(Scope2Line),
})
export type Scope2Site = z.infer<typeof Scope2Site>

export const CycleScope2Reply = z.object({
  cycle_id: z.guid(),
  status: z.enum(CYCLE_STATUSES),
  /** Not every result of scope 2 is yours to read, so nothing of this is. */
  is_hidden: z.boolean(),
  /** What counts in the totals: of each site its share. */
  location_based_kg: Kg,
  market_based_kg: Kg,
  /** By site and carrier. */
  sites: z.array(Scope2Site),
  /** Kilograms of rows whose energy is not in one column of their table: they count alike on both sides, each site by its share. */
  without_energy_kg: Kg,
  /** Allocations over more than is consumed; they block the lock. */
  excess: z.array(
    z.object({
      allocation_id: z.guid(),
      instrument_id: z.guid(),
      name: z.string(),
      mwh: z.number(),
      site: z.string().nullable(),
    }),
  ),
})
export type CycleScope2Reply = z.infer<typeof CycleScope2Reply>
