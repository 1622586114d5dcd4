import type { BoundaryReply, SiteControlBody } from '#shared/api/boundary.ts'
import { numberIn } from '#client/features/changing/numberIn.ts'

/** What is stated of a site as it stands in a form: numbers are texts. */
export interface SiteDraft {
  isStated: boolean
  ownership: string
  financialControl: boolean
  operationalControl: boolean
}

/** A site of which nothing is stated begins as one that is wholly owned and controlled, which is what it counts as. */
export function draftOf({ control }: BoundaryReply['sites'][number]): SiteDraft {
  return {
    isStated: control !== null,
    ownership: String(control?.ownership_pct ?? 100),
    financialControl: control?.financial_control ?? true,
    operationalControl: control?.operational_control ?? true,
  }
}

/** Null: not stated. Undefined: the ownership is no percentage. */
export function controlIn(draft: SiteDraft): SiteControlBody | null | undefined {
  if (!draft.isStated) {
    return null
  }
  const ownership = numberIn(draft.ownership)
  return ownership === null || Number.isNaN(ownership) || ownership > 100
    ? undefined
    : {
        ownership_pct: ownership,
        financial_control: draft.financialControl,
        operational_control: draft.operationalControl,
      }
}
