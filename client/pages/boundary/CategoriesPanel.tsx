import { ActionIcon, VisuallyHidden } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { DeclarationsReply } from '#shared/api/declarations.ts'
import { Chip } from '#client/components/Chip.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { STATE_TONES, STATE_WORDS } from '#client/features/declarations/stateWords.ts'
import { useDeclarationWords } from '#client/features/declarations/words/useDeclarationWords.ts'
import { Unit } from '#client/components/Unit.tsx'
import { columnDigits, num } from '#client/theme/format.ts'
import type { SourceToDeclare } from './DeclareForm.tsx'
import { Reason } from './Reason.tsx'
import { useBoundaryWords } from './words/useBoundaryWords.ts'

const inTonnes = (kg: number | null): number | null => (kg === null ? null : kg / 1000)

/** The fifteen categories of scope 3: what each comes to, or why it does not. */
export function CategoriesPanel(props: {
  cycle: CycleReply
  categories: DeclarationsReply['categories']
  /** Null: the person may not change them, or nobody may. */
  onEdit: ((source: SourceToDeclare) => void) | null
}) {
  const { cycle, categories, onEdit } = props
  const t = useBoundaryWords()
  const words = useDeclarationWords()
  const { t: structure } = useTranslation('structure')
  const digits = columnDigits(categories.map(({ co2e_kg: kg }) => inTonnes(kg)))
  const title = t('categoriesTitle', { cycle: cycle.name })
  return (
    <Panel title={title} pad={false}>
      <p className="cap boundary-note">{t('categoriesText')}</p>
      <div className="boundary-scroll">
        <table className="tbl boundary-categories" aria-label={title}>
          <thead>
            <tr>
              <th>{t('category')}</th>
              <th>{words('state')}</th>
              <th className="r boundary-wide">
                {t('counted')} <Unit />
              </th>
              <th className="boundary-wide">{words('reason')}</th>
              {onEdit !== null && (
                <th>
                  <VisuallyHidden>{t('actions')}</VisuallyHidden>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {categories.map(({ s3_category: number, state, co2e_kg: kg, declaration, is_contradicted: isOdd }) => {
              const name = `${number} · ${structure(`category_${number}`)}`
              return (
                <tr key={number}>
                  <th scope="row">{name}</th>
                  <td>
                    <Chip tone={STATE_TONES[state]}>{words(STATE_WORDS[state])}</Chip>
                  </td>
                  <td className="r boundary-wide">
                    <bdi>{num(inTonnes(kg), digits)}</bdi>
                  </td>
                  <td className="boundary-wide boundary-why">
                    {declaration !== null && <Reason declaration={declaration} />}
                    {isOdd && <span className="cap bad">{t('contradicted')}</span>}
                  </td>
                  {onEdit !== null && (
                    <td className="r">
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={t('declareCategory', { number })}
                        onClick={() => onEdit({ scope: 3, category: number, title: name, name: '', declaration })}
                      >
                        <IconPencil size={16} stroke={1.6} />
                      </ActionIcon>
                    </td>
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
