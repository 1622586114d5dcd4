/** A record of the published data set, as printed by its source: `v` and `u` are value and unit without conversion. */
export interface PublishedFactor {
  id: string
  src: string
  name: string
  table: string
  per: string
  geo: string
  year: number
  confidence: string
  path?: readonly string[]
  rowId?: string
  cell?: string
  scope?: number | string
  s3cat?: readonly number[]
  heatBasis?: string
  /** Mass of each gas per `per`. */
  gases?: Readonly<Record<string, PublishedValue>>
  /** CO2e of each gas per `per`, already multiplied by the GWP of the edition. */
  gasesCO2e?: Readonly<Record<string, PublishedValue>>
  /** Published total. */
  co2e?: PublishedValue & { gwp: string }
  /** The CO2 of this record is of biological origin and is reported outside the scopes. */
  biogenicCO2?: boolean
  /** Energy per `per`: not emissions. */
  energy?: PublishedValue
  /** A ratio that is no factor, such as a grid loss. */
  value?: number
  use?: string
  notes?: string
}

export interface PublishedValue {
  v: number
  u: string
}

/** Who published an edition of factors. */
export interface FactorSource {
  publisher: string
  title: string
  edition: string
  year: number
  url: string
  licence: string
  gwpBasis: string
}
