import { queryOptions } from '@tanstack/react-query'
import type { TemplateKind } from '#shared/api/templates.ts'
import { TEMPLATE_LANGUAGES, type TemplateLanguage } from '#shared/templates/templateLanguage.ts'
import { api } from '#client/api/apiClient.ts'

/**
 * What there is to make tables (or fields) of; all of both without a kind. Ready-made ones are told in the language. For whoever
 * designs tables somewhere.
 */
export const templatesQuery = (language: string, kind?: TemplateKind) =>
  queryOptions({
    queryKey: ['templates', kind ?? 'all', language],
    queryFn: ({ signal }) =>
      api.get('templates', {
        query: { language: templateLanguage(language), ...(kind !== undefined && { 'filter[kind]': kind }) },
        signal,
      }),
  })

/** Ready-made tables are made in the language of the page where they can be, else in English. */
export const templateLanguage = (language: string): TemplateLanguage =>
  TEMPLATE_LANGUAGES.find((one) => one === language) ?? 'en'

/** The template comes with the program. */
export const isBuiltIn = ({ id }: { id: string }): boolean => id.startsWith('builtin:')
