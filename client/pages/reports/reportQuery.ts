import { queryOptions } from '@tanstack/react-query'
import type { ReportLocale } from '#shared/api/reports.ts'
import { api } from '#client/api/apiClient.ts'
import { emissionsKey } from '#client/api/queries.ts'

/** A filled report, by the name of one of ours or the id of one that was put together. Below the key of the totals, so that it follows edits as they do. */
export const reportQuery = (cycleId: string, report: string, language: string) => {
  const locale = localeOf(language)
  return queryOptions({
    queryKey: [...emissionsKey(cycleId), 'report', report, locale],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/reports/${report}`, { query: { locale }, signal }),
  })
}

/** The language of a report on a page in this language. */
export const localeOf = (language: string): ReportLocale => (language === 'ar' ? 'ar' : 'en')
