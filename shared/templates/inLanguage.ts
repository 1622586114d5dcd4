import { ARABIC_MESSAGES, ARABIC_NAMES } from './arabicNames.ts'
import type { BuiltInTemplate, TemplateField } from './tableTemplate.ts'
import type { TemplateLanguage } from './templateLanguage.ts'

/**
 * A ready-made table with its name, its description and the names of its columns in a language. Keys, units and formulas are
 * the same in all, and so are the names that publications give to their factors.
 */
export function templateIn(template: BuiltInTemplate, language: TemplateLanguage): BuiltInTemplate {
  return language === 'en' ? template : { ...template, ...template.arabic, fields: template.fields.map(fieldInArabic) }
}

function fieldInArabic(field: TemplateField): TemplateField {
  const message = field.rules?.message
  return {
    ...field,
    name: arabic(field.name, ARABIC_NAMES),
    options: field.options.map((option) =>
      option.factors === undefined ? { ...option, label: arabic(option.label, ARABIC_NAMES) } : option,
    ),
    rules:
      message === undefined ? (field.rules ?? null) : { ...field.rules, message: arabic(message, ARABIC_MESSAGES) },
  }
}

const arabic = (text: string, words: Readonly<Record<string, string>>): string => words[text] ?? text
