/** Columns for figures that are not published: what they are, whose, and where they stand. */
import { amount, templateField, type TemplateField } from './tableTemplate.ts'

/**
 * Where the figures of a row are from. Choices with `primary` are data of suppliers and other partners of the value chain
 * (GHG Protocol, Scope 3 Standard, chapter 7.3 and 11.1: their share is reported for each category).
 */
export const DATA_FROM: TemplateField = templateField({
  key: 'data_from',
  name: 'Data from',
  type: 'option',
  required: true,
  options: [
    { id: 'partner_verified', label: 'Partner, verified', primary: true },
    { id: 'partner', label: 'Partner, not verified', primary: true },
    { id: 'secondary', label: 'Average or estimate' },
  ],
})

/** Document, edition and page, as an auditor would look it up. */
export const FIGURE_SOURCE: TemplateField = templateField({
  key: 'figure_source',
  name: 'Source of the figures',
  type: 'text',
  required: true,
})

/** A figure per unit, whose it is, and where it stands. */
export const statedFigure = (name: string, unit: string, key = 'figure'): readonly TemplateField[] => [
  amount(key, name, unit),
  DATA_FROM,
  FIGURE_SOURCE,
]
