import type { ReportId } from '#shared/api/reports.ts'
import { CDP } from './cdp.ts'
import { ESRS_E1 } from './esrsE1.ts'
import { GHG_PROTOCOL } from './ghgProtocol.ts'
import { GRI_305 } from './gri305.ts'
import type { ReportTemplate } from './reportTemplate.ts'
import { SECR } from './secr.ts'

/** The templates that come with the program. */
export const REPORT_TEMPLATE_OF: Readonly<Record<ReportId, ReportTemplate>> = {
  'ghg-protocol': GHG_PROTOCOL,
  'esrs-e1': ESRS_E1,
  'gri-305': GRI_305,
  cdp: CDP,
  secr: SECR,
}
