/** Languages that ready-made tables can be made in. */
export const TEMPLATE_LANGUAGES = ['en', 'ar'] as const
export type TemplateLanguage = (typeof TEMPLATE_LANGUAGES)[number]
