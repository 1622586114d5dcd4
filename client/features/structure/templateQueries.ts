import { queryOptions } from '@tanstack/react-query'
import type { TemplateKind, TemplatesReply } from '#shared/api/templates.ts'
import { api } from '#client/api/apiClient.ts'

/**
 * What there is to make tables (or fields) of; all of both without a kind. Ready-made ones are told in the language. For whoever
 * designs tables somewhere.
 */
export const templatesQuery = (language: string, kind?: TemplateKind) =>
  queryOptions({
    queryKey: ['templates', kind ?? 'all', language],
    queryFn: ({ signal }) =>
      api.get<TemplatesReply>('templates', {
        query: { language, ...(kind !== undefined && { 'filter[kind]': kind }) },
        signal,
      }),
  })

/** The template comes with the program. */
export const isBuiltIn = ({ id }: { id: string }): boolean => id.startsWith('builtin:')
