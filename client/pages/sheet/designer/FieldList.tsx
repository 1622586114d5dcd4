import { ActionIcon } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconGripVertical, IconLock } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState, type KeyboardEvent } from 'react'
import { api } from '#client/api/apiClient.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import { fieldUnitText } from '#client/grid/unitText.ts'
import { TYPE_WORDS } from '../newColumn/typeWords.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { behindAt, inGroups, type DesignedField } from './designedFields.ts'

const ICON = { size: 14, stroke: 1.6 } as const

/** The fields of a table in their order. Who manages it drags them, or moves the one that has the focus with Alt and an arrow. */
export function FieldList(props: {
  tableId: string
  fields: readonly DesignedField[]
  open: string | null
  mayManage: boolean
  t: SheetTranslate
  onOpen: (field: DesignedField) => void
  onMoved: (field: DesignedField) => void
}) {
  const { tableId, fields, open, mayManage, t, onOpen, onMoved } = props
  const [dragged, setDragged] = useState<DesignedField | null>(null)
  const [over, setOver] = useState<string | null>(null)
  const place = useMutation({
    mutationFn: ({ field, behind }: { field: DesignedField; behind: string | null }) =>
      api.post(`tables/${tableId}/fields/${field.id}/position`, { behind }),
    onSuccess: (_, { field }) => onMoved(field),
  })
  const moveTo = (field: DesignedField, at: number): void => {
    const behind = behindAt(fields, field, at)
    if (behind !== undefined && !place.isPending) {
      place.mutate({ field, behind })
    }
  }
  const groups = inGroups(fields)
  return (
    <>
      {groups.map((group, g) => (
        <section key={g} aria-label={t(g === 0 ? 'designerEntered' : 'designerComputed')}>
          <h2>{t(g === 0 ? 'designerEntered' : 'designerComputed')}</h2>
          <ul>
            {group.map((field, at) => {
              const isOpen = field.id === open
              const handleKey = (event: KeyboardEvent): void => {
                const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
                if (step === 0) {
                  return
                }
                event.preventDefault()
                if (event.altKey && mayManage) {
                  moveTo(field, at + step)
                } else if (!event.altKey) {
                  focusField(fields[fields.indexOf(field) + step] ?? field)
                }
              }
              return (
                <li
                  key={field.id}
                  className={over === field.id && dragged !== field ? 'is-over' : ''}
                  draggable={mayManage}
                  onDragStart={(event) => {
                    event.dataTransfer.effectAllowed = 'move'
                    setDragged(field)
                  }}
                  onDragEnd={() => {
                    setDragged(null)
                    setOver(null)
                  }}
                  onDragOver={(event) => {
                    if (dragged !== null && group.includes(dragged)) {
                      event.preventDefault()
                      setOver(field.id)
                    }
                  }}
                  onDrop={(event) => {
                    event.preventDefault()
                    if (dragged !== null && group.includes(dragged)) {
                      moveTo(dragged, at)
                    }
                  }}
                >
                  {mayManage && <IconGripVertical {...ICON} className="designer-grip" aria-hidden />}
                  <button
                    id={`design-${field.id}`}
                    type="button"
                    className="designer-field"
                    aria-current={isOpen ? 'true' : undefined}
                    aria-keyshortcuts={mayManage ? 'Alt+ArrowUp Alt+ArrowDown' : undefined}
                    onClick={() => onOpen(field)}
                    onKeyDown={handleKey}
                  >
                    <bdi className="ell">{field.name}</bdi>
                    <span className="cap">
                      {field.readers !== null && <IconLock size={12} stroke={1.7} aria-label={t('designerSome')} />}
                      <bdi>{(field.known && fieldUnitText(field.known)) || t(TYPE_WORDS[field.type])}</bdi>
                    </span>
                  </button>
                  {mayManage && isOpen && (
                    <span className="designer-moves">
                      <ActionIcon
                        size={26}
                        aria-label={t('placeUp', { column: field.name })}
                        disabled={at === 0}
                        onClick={() => moveTo(field, at - 1)}
                      >
                        <IconArrowUp {...ICON} />
                      </ActionIcon>
                      <ActionIcon
                        size={26}
                        aria-label={t('placeDown', { column: field.name })}
                        disabled={at === group.length - 1}
                        onClick={() => moveTo(field, at + 1)}
                      >
                        <IconArrowDown {...ICON} />
                      </ActionIcon>
                    </span>
                  )}
                </li>
              )
            })}
          </ul>
        </section>
      ))}
      {place.isError && (
        <p role="alert" className="bad">
          {t('rulesFailed', { why: reasonsOf(place.error).join(' ') })}
        </p>
      )}
    </>
  )
}

const focusField = ({ id }: DesignedField): void => document.getElementById(`design-${id}`)?.focus()
