import { queryOptions } from '@tanstack/react-query'
import type { ReportId, ReportLocale } from '#shared/api/reports.ts'
import { api } from '#client/api/apiClient.ts'
import { emissionsKey } from '#client/api/queries.ts'

/** A filled report. Below the key of the totals, so that it follows edits as they do. */
export const reportQuery = (cycleId: string, report: ReportId, language: string) => {
  const locale = localeOf(language)
  // in the address it is whatever stands there, as everywhere
  const name: string = report
  return queryOptions({
    queryKey: [...emissionsKey(cycleId), 'report', report, locale],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/reports/${name}`, { query: { locale }, signal }),
  })
}

/** The language of a report on a page in this language. */
export const localeOf = (language: string): ReportLocale => (language === 'ar' ? 'ar' : 'en')
