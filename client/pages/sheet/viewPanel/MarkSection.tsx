import { ActionIcon } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPencil, IconX } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { CellWords } from '#shared/cells/formatCell.ts'
import { MOST_MARKS, type MarkRule } from '#shared/views/markRules.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { SheetView } from '../view/useSheetView.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { MarkForm } from './MarkForm.tsx'
import { markText } from './markText.ts'

const ICON = { size: 15, stroke: 1.7 } as const

/** The rules by which cells are marked, in the order in which they count: what there are, and a form for one more. */
export function MarkSection(props: { model: SheetModel; look: SheetView; words: CellWords; t: SheetTranslate }) {
  const { model, look, words, t } = props
  const { marks } = look.view
  const [edited, setEdited] = useState<number | null>(null)
  const list = useRef<HTMLOListElement>(null)
  const change = (next: (marks: readonly MarkRule[]) => MarkRule[]): void =>
    look.change((one) => ({ ...one, marks: next(one.marks) }))
  const move = (from: number, to: number): void =>
    change((all) => all.toSpliced(from, 1).toSpliced(to, 0, ...all.slice(from, from + 1)))
  const stopEditing = (at: number): void => {
    setEdited(null)
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>('.mark-edit')[at]?.focus())
  }
  return (
    <section className="view-section" aria-label={t('marks')}>
      <h3>{t('marks')}</h3>
      <p className="cap">{t('marksText')}</p>
      <ol className="view-list" ref={list}>
        {marks.map((rule, at) => {
          const field = model.field(rule.key)
          const text = field === undefined ? '' : markText(rule, field, words, t)
          if (field === undefined) {
            return null
          }
          if (at === edited) {
            return (
              <li key={`${at} ${JSON.stringify(rule)}`} className="mark-edited">
                <MarkForm
                  model={model}
                  rule={rule}
                  t={t}
                  onRule={(next) => {
                    change((all) => all.with(at, next))
                    stopEditing(at)
                  }}
                  onCancel={() => stopEditing(at)}
                />
              </li>
            )
          }
          return (
            <li key={`${at} ${JSON.stringify(rule)}`}>
              <span className="mark-rule">
                <span
                  className="mark-swatch"
                  data-mark={rule.style}
                  role="img"
                  aria-label={t(`markStyle_${rule.style}`)}
                >
                  <span className="mark-sign" />
                </span>
                <span className="mark-text">{text}</span>
                {rule.scope === 'row' && <span className="cap">{t('markScope_row')}</span>}
              </span>
              <ActionIcon
                size={26}
                disabled={at === 0}
                aria-label={t('markUp', { rule: text })}
                onClick={() => move(at, at - 1)}
              >
                <IconArrowUp {...ICON} />
              </ActionIcon>
              <ActionIcon
                size={26}
                disabled={at === marks.length - 1}
                aria-label={t('markDown', { rule: text })}
                onClick={() => move(at, at + 1)}
              >
                <IconArrowDown {...ICON} />
              </ActionIcon>
              <ActionIcon
                size={26}
                className="mark-edit"
                aria-label={t('markChange', { rule: text })}
                onClick={() => setEdited(at)}
              >
                <IconPencil {...ICON} />
              </ActionIcon>
              <ActionIcon
                size={26}
                aria-label={t('markRemove', { rule: text })}
                onClick={() => change((all) => all.toSpliced(at, 1))}
              >
                <IconX {...ICON} />
              </ActionIcon>
            </li>
          )
        })}
      </ol>
      {marks.length >= MOST_MARKS ? (
        <p className="cap">{t('markMost', { n: MOST_MARKS })}</p>
      ) : (
        edited === null && (
          <MarkForm
            model={model}
            rule={null}
            t={t}
            onRule={(rule) => change((all) => [...all, rule])}
            onCancel={() => setEdited(null)}
          />
        )
      )}
    </section>
  )
}
