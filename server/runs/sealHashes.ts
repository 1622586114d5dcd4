import type { Unaccounted } from '#shared/api/cycles.ts'
import { canonicalJson } from './canonicalJson.ts'
import { sha256 } from './sha256.ts'

/** What a seal says. */
export interface SealBody {
  tenant_id: string
  sequence: number
  cycle_id: string
  run_id: string
  root_hash: string
  /** Null: the system. */
  sealed_by: string | null
  /** ISO time. */
  sealed_at: string
  /** The cycle had been locked before there were seals. */
  sealed_later: boolean
  /** What was neither counted nor declared, and whether whoever locked confirmed it; absent in seals from before. */
  unaccounted?: (Unaccounted & { is_confirmed: boolean }) | undefined
}

export const bodyHash = (body: SealBody): string => sha256(canonicalJson(body))

/** Names only hashes, so that a chain can be checked by who may not know what the other seals are about. */
export const sealHash = (body: string, previous: string | null): string =>
  sha256(canonicalJson({ body_hash: body, previous_hash: previous }))
