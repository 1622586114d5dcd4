import type { CycleComparison } from '#shared/api/cycleComparison.ts'
import { RESTATEMENT_CAUSES, type RestatementCause } from '#shared/api/restatementCause.ts'
import { ExactSum } from '#shared/quantities/ExactSum.ts'
import type { Cycle } from '../models/Cycle.ts'
import type { RowEffect } from './rowEffects.ts'

/** From what was reported to its restatement, cause by cause, in kilograms of CO2e. The steps add up to the change. */
export class RestatementBridge {
  readonly #cause: RestatementCause
  readonly #sums = new Map(RESTATEMENT_CAUSES.map((cause) => [cause, new ExactSum()]))

  constructor({ restatement }: Pick<Cycle, 'restatement'>) {
    this.#cause = restatement?.cause ?? 'other'
  }

  add(effects: readonly RowEffect[]): void {
    effects.forEach((effect) => this.#sums.get(this.#causeOf(effect))!.add(effect.kg))
  }

  get steps(): NonNullable<CycleComparison['bridge']> {
    return RESTATEMENT_CAUSES.map((cause) => ({ cause, kg: this.#sums.get(cause)!.value })).filter(({ kg }) => kg !== 0)
  }

  #causeOf({ kind }: RowEffect): RestatementCause {
    if (kind === 'factor') {
      return 'factor'
    }
    if (kind === 'boundary') {
      return 'structure'
    }
    return kind === 'gwp' || kind === 'method' ? 'method' : this.#cause
  }
}
