import type { FactorSetReply } from '#shared/api/factorSets.ts'
import { Chip } from '#client/components/Chip.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { num } from '#client/theme/format.ts'
import { LAYOUT_WORDS, STATUS_LOOKS } from './setWords.ts'
import { useSetWords } from './words/useSetWords.ts'

/** Sets as rows; a click, or Enter on its name, opens one. */
export function SetTable(props: {
  sets: readonly FactorSetReply[]
  open: string | null
  onOpen: (id: string) => void
}) {
  const t = useSetWords()
  return (
    <Panel pad={false}>
      <div className="sets-scroll" role="region" aria-label={t('title')} tabIndex={0}>
        <table className="tbl sets-table">
          <thead>
            <tr>
              <th>{t('set')}</th>
              <th>{t('edition')}</th>
              <th className="sets-wide">{t('layout')}</th>
              <th className="r">{t('factors')}</th>
              <th>{t('status')}</th>
            </tr>
          </thead>
          <tbody>
            {props.sets.map((set) => (
              <tr key={set.id} aria-selected={set.id === props.open} onClick={() => props.onOpen(set.id)}>
                <td className="sets-name">
                  <button type="button" className="fac-name" onClick={() => props.onOpen(set.id)}>
                    <bdi>{set.title || set.file.name}</bdi>
                  </button>
                  <div className="cap ell">
                    <bdi>{set.publisher || t('unnamed')}</bdi>
                  </div>
                </td>
                <td>
                  <bdi>{set.edition || '–'}</bdi>
                  {set.version > 1 && <div className="cap">{t('version', { version: set.version })}</div>}
                </td>
                <td className="dim sets-wide">{t(LAYOUT_WORDS[set.reading.layout])}</td>
                <td className="r">
                  <bdi>{num(set.factors)}</bdi>
                </td>
                <td>
                  <Chip tone={STATUS_LOOKS[set.status].tone}>{t(STATUS_LOOKS[set.status].word)}</Chip>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
