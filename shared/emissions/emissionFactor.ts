import type { GwpSet } from './gas.ts'
import type { LackingGas } from './lackingGases.ts'

/** What of a factor is reported outside the scopes, as a memo, and what of it stays in them. Per unit of the factor. */
export interface FactorMemo {
  /** Kilograms of the gases outside, by GWP species: they become CO2e by the cycle's GWP set. Empty: none is known. */
  gasesKg: Readonly<Record<string, number>>
  /** Kilograms of CO2e of them as published; what counts where `gasesKg` is empty or the set lacks a GWP. Null: not published. */
  co2eKg: number | null
  /** Of `co2eOnlyKg` of the factor, what stays in the scopes; null when the factor has none. */
  insideKg: number | null
}

/**
 * A published emission factor, normalised for computing: kilograms of each gas per one `unit` of activity.
 * The figures as published stay beside it in the database; this is what a formula reads.
 */
export interface EmissionFactor {
  id: string
  name: string
  /** Denominator in our unit syntax, for example `kWh(HHV)`, `L`, `t`, `tkm`, `USD@2022`. */
  unit: string
  /** Kilograms of gas per `unit`; a gas that was not published is absent (not zero). Keys are GWP species names. */
  gasesKg: Readonly<Record<string, number>>
  /** Kilograms of CO2e per `unit` that were published only as CO2e and cannot be split; null when there are none. */
  co2eOnlyKg: number | null
  /** GWP set behind `co2eOnlyKg`; null when there is none. */
  co2eOnlyGwp: GwpSet | null
  /** Kilograms of biogenic CO2 per `unit`, reported outside the scopes; null when not published. */
  biogenicCo2Kg: number | null
  /** The publisher says that it estimates emissions avoided by projects and never belongs in an inventory. */
  avoidedOnly?: true
  /** A residual mix: it belongs to the market-based side of scope 2, by an instrument, and is never the factor of a row. */
  marketOnly?: true
  /**
   * It counts gases that are no part of a scope: those of the Montreal Protocol (CFC, HCFC), and others that are not in the
   * basket of the Kyoto Protocol. `instead`: the name of the row of the same publication with the Kyoto gases only; null when
   * there is none, because nothing of it belongs in a scope. Source: GHG Protocol Corporate Standard (revised), chapter 4.
   */
  outsideScopes?: { instead: string | null }
  /**
   * How it is divided between the scopes and the memo beside them. What counts gases outside the scopes and has this is computed
   * with; without it, it is refused. Source: GHG Protocol Corporate Standard (revised), chapter 9, "optional information".
   */
  memo?: FactorMemo
  /** Gases that its activity emits besides and that it does not give: what is computed with it is partial. Absent: none. */
  lacks?: readonly LackingGas[]
  /** A custom factor that is not approved, or not any more. */
  approval?: 'draft' | 'submitted' | 'retired'
  publisher: string
  dataset: string
  edition: string
  table: string
  row: string
  year: number
  geography: string
  licence: string
}
