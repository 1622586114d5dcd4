import { type ComparisonChange, EFFECT_KINDS } from '#shared/api/cycleComparison.ts'
import { ExactSum } from '#shared/quantities/ExactSum.ts'
import type { RowEffect } from './rowEffects.ts'

/** Results and effects of a group of rows. */
export class EffectSums {
  #before: ExactSum | null = null
  #after: ExactSum | null = null
  readonly #effects = new Map(EFFECT_KINDS.map((kind) => [kind, new ExactSum()]))

  addBefore(kg: number | null | undefined): void {
    if (kg !== null && kg !== undefined) {
      this.#before ??= new ExactSum()
      this.#before.add(kg)
    }
  }

  addAfter(kg: number | null | undefined): void {
    if (kg !== null && kg !== undefined) {
      this.#after ??= new ExactSum()
      this.#after.add(kg)
    }
  }

  addEffect({ kind, kg }: RowEffect): void {
    this.#effects.get(kind)!.add(kg)
  }

  get change(): ComparisonChange {
    const effect = (kind: RowEffect['kind']): number => this.#effects.get(kind)!.value
    return {
      before_kg: this.#before?.value ?? null,
      after_kg: this.#after?.value ?? null,
      effects: {
        error_kg: effect('error'),
        activity_kg: effect('activity'),
        factor_kg: effect('factor'),
        method_kg: effect('method'),
        gwp_kg: effect('gwp'),
        boundary_kg: effect('boundary'),
        added_kg: effect('added'),
        removed_kg: effect('removed'),
        other_kg: effect('other'),
      },
    }
  }
}
