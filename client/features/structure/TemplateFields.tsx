import { useTranslation } from 'react-i18next'
import type { TemplateReply } from '#shared/api/templates.ts'

/** What a template holds: its fields with their units and formulas, and where its factors are from. */
export function TemplateFields({ template }: { template: TemplateReply }) {
  const { t } = useTranslation('structure')
  return (
    <section className="copy-preview" tabIndex={0} aria-label={t('templateHolds')} data-testid="template-fields">
      {template.source !== null && (
        <p className="cap" dir="auto">
          {template.source}
        </p>
      )}
      <ul>
        {template.fields.map(({ key, name, unit, formula }) => (
          <li key={key}>
            <bdi>{name}</bdi>
            <span className="dim mono ell" dir="ltr">
              {formula ?? unit ?? ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
