/**
 * The organisational boundary (GHG Protocol Corporate Accounting and Reporting Standard, revised edition, chapter 3): which
 * part of the emissions of a site belongs to the company.
 */

export const CONSOLIDATIONS = ['equity_share', 'financial_control', 'operational_control'] as const
export type Consolidation = (typeof CONSOLIDATIONS)[number]

/** What the company has of a site in a cycle. */
export interface SiteControl {
  /** Economic interest in percent, 0 to 100. */
  ownershipPct: number
  financialControl: boolean
  operationalControl: boolean
}

/**
 * The part of a site's emissions that counts, 0 to 1: by equity share the ownership, by control all or nothing. Whole when no
 * approach was chosen, or nothing is stated of the site.
 */
export function shareOf(consolidation: Consolidation | null, control: SiteControl | undefined): number {
  if (control === undefined || consolidation === null) {
    return 1
  }
  switch (consolidation) {
    case 'equity_share':
      return control.ownershipPct / 100
    case 'financial_control':
      return control.financialControl ? 1 : 0
    case 'operational_control':
      return control.operationalControl ? 1 : 0
  }
}

/**
 * Where ESRS E1-6 shows a site (Delegated Regulation (EU) 2023/2772, E1 paragraph 50): the consolidated accounting group, which
 * is what the company controls financially; investees that it only operates, apart from it; or neither. What is not stated is
 * of the group.
 */
export const ESRS_GROUPS = ['group', 'operational_control', 'neither'] as const
export type EsrsGroup = (typeof ESRS_GROUPS)[number]

export function esrsGroupOf(control: SiteControl | undefined): EsrsGroup {
  if (control === undefined || control.financialControl) {
    return 'group'
  }
  return control.operationalControl ? 'operational_control' : 'neither'
}
