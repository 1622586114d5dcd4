import { ActionIcon, Button, VisuallyHidden } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import type { DeclarationsReply } from '#shared/api/declarations.ts'
import { Chip } from '#client/components/Chip.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { ScopeMark } from '#client/components/ScopeMark.tsx'
import { STATE_TONES, STATE_WORDS } from '#client/features/declarations/stateWords.ts'
import { useDeclarationWords } from '#client/features/declarations/words/useDeclarationWords.ts'
import type { SourceToDeclare } from './DeclareForm.tsx'
import { Reason } from './Reason.tsx'
import { useBoundaryWords } from './words/useBoundaryWords.ts'

/** Sources within scopes and categories that are declared by name. */
export function SourcesPanel(props: {
  sources: DeclarationsReply['sources']
  onEdit: ((source: SourceToDeclare) => void) | null
}) {
  const { sources, onEdit } = props
  const t = useBoundaryWords()
  const words = useDeclarationWords()
  return (
    <Panel
      title={t('sourcesTitle')}
      aside={
        onEdit !== null && (
          <Button
            variant="default"
            onClick={() => onEdit({ scope: 1, category: null, title: null, name: '', declaration: null })}
          >
            {t('addSource')}
          </Button>
        )
      }
      pad={false}
    >
      <p className="cap boundary-note">
        {t('sourcesText')} {sources.length === 0 && t('sourcesNone')}
      </p>
      {sources.length > 0 && (
        <div className="boundary-scroll">
          <table className="tbl boundary-sources" aria-label={t('sourcesTitle')}>
            <thead>
              <tr>
                <th>{t('source')}</th>
                <th>{words('state')}</th>
                <th className="boundary-wide">{words('reason')}</th>
                {onEdit !== null && (
                  <th>
                    <VisuallyHidden>{t('actions')}</VisuallyHidden>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {sources.map(({ scope, s3_category: category, name, declaration }) => (
                <tr key={`${scope} ${category} ${name}`}>
                  <th scope="row">
                    <span className="boundary-scope">
                      <ScopeMark scope={scope} /> <span dir="auto">{name}</span>
                    </span>
                  </th>
                  <td>
                    <Chip tone={STATE_TONES[declaration.state]}>{words(STATE_WORDS[declaration.state])}</Chip>
                  </td>
                  <td className="boundary-wide boundary-why">
                    <Reason declaration={declaration} />
                  </td>
                  {onEdit !== null && (
                    <td className="r">
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={t('declareSource', { name })}
                        onClick={() => onEdit({ scope, category, title: name, name, declaration })}
                      >
                        <IconPencil size={16} stroke={1.6} />
                      </ActionIcon>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}
