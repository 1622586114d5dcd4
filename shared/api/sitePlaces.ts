import { z } from 'zod'

/** Contracts of `GET` and `PATCH projects/{id}/site_places`: where the sites of a project are. Null: not stated. */

const Code = z.string().min(1).max(10).nullable()

const Place = z.strictObject({
  /** ISO 3166-1 alpha-2. */
  country: Code,
  /** ISO 3166-2, "US-OH", of the same country. */
  subdivision: Code,
  /** Where electricity is published by grids of a country: in the United States an eGRID subregion, "RFCW". */
  grid_region: Code,
})

const MOST_SITES = 1_000

/** Sites that are left out stay as they are. */
export const SitePlacesBody = z.strictObject({
  sites: z
    .array(
      Place.extend({
        /** Option id of the site, as the cells hold it. */
        site: z.string().min(1).max(100),
      }),
    )
    .min(1)
    .max(MOST_SITES),
})
export type SitePlacesBody = z.infer<typeof SitePlacesBody>

export const SitePlacesReply = z.object({
  /** The sites that you may read, in the order of the alphabet. */
  data: z.array(Place.extend({ site: z.string(), name: z.string() })),
})
export type SitePlacesReply = z.infer<typeof SitePlacesReply>
