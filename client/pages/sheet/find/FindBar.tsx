import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconReplace, IconX } from '@tabler/icons-react'
import { useRef, useState, type KeyboardEvent } from 'react'
import { formatNumber, rawCellText } from '#shared/cells/formatCell.ts'
import type { ColumnWords } from '#client/grid/columns.ts'
import { replacedText, type FindQuery } from '#client/grid/find/findCells.ts'
import type { GridController } from '#client/grid/GridController.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { useFound } from './useFound.ts'

const ICON = { size: 15, stroke: 1.7 } as const

/** Finds in the rows and columns on display, and replaces. Enter goes on, Shift+Enter back, Escape ends it. */
export function FindBar(props: {
  controller: GridController
  model: SheetModel
  words: ColumnWords
  canReplace: boolean
  t: SheetTranslate
  onClose: () => void
}) {
  const { controller, model, t, onClose } = props
  const [query, setQuery] = useState<FindQuery>({ text: '', matchCase: false, wholeCell: false })
  const [replacement, setReplacement] = useState('')
  const [isReplacing, setReplacing] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const found = useFound(query, props)
  const at = placeOf(found ?? [], controller.selection.active)
  const [place, setPlace] = useState(0)

  const go = (step: 1 | -1): void => {
    if (found === null || found.length === 0) {
      return
    }
    const next = nextPlace(found, controller, step, at)
    setPlace(next)
    controller.goTo(found[next]!)
    requestAnimationFrame(() => requestAnimationFrame(() => input.current?.focus()))
  }
  const close = (): void => {
    onClose()
    const { active } = controller.selection
    if (active !== null) {
      controller.goTo(active)
    }
  }
  const replace = (cells: readonly CellRef[]): void => {
    const texts = cells.flatMap((cell) => {
      const field = model.field(cell.key)
      const raw = field === undefined ? '' : rawCellText(field, model.value(cell.row, cell.key))
      const text = replacedText(query, raw, replacement)
      return text === null ? [] : [{ cell, text }]
    })
    controller.gestures.replace(texts)
    input.current?.focus() // the button may have nothing more to do, and would take the keyboard with it
  }
  const replaceOne = (): void => {
    const cells = found ?? []
    replace(cells.slice(at, at + 1))
    go(1)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault()
      close()
    } else if (event.key === 'Enter' && event.target === input.current) {
      event.preventDefault()
      go(event.shiftKey ? -1 : 1)
    }
  }
  const none = found !== null && found.length === 0

  return (
    <search className="find" aria-label={t('findTitle')} onKeyDown={onKey} data-testid="find">
      <div className="find-line">
        <TextInput
          ref={input}
          size="xs"
          w={200}
          autoFocus
          placeholder={t('find')}
          aria-label={t('findTitle')}
          value={query.text}
          onChange={(event) => setQuery({ ...query, text: event.currentTarget.value })}
        />
        <span className="find-place" role="status">
          {query.text === '' || found === null
            ? ''
            : none
              ? t('findNone')
              : t('findPlace', {
                  n: formatNumber(Math.min(at < 0 ? place : at, found.length - 1) + 1),
                  all: formatNumber(found.length),
                })}
        </span>
        <ActionIcon variant="subtle" size="sm" aria-label={t('findPrevious')} disabled={none} onClick={() => go(-1)}>
          <IconArrowUp {...ICON} />
        </ActionIcon>
        <ActionIcon variant="subtle" size="sm" aria-label={t('findNext')} disabled={none} onClick={() => go(1)}>
          <IconArrowDown {...ICON} />
        </ActionIcon>
        {props.canReplace && (
          <ActionIcon
            variant={isReplacing ? 'light' : 'subtle'}
            size="sm"
            aria-label={t('findReplaceOpen')}
            aria-expanded={isReplacing}
            onClick={() => setReplacing(!isReplacing)}
          >
            <IconReplace {...ICON} />
          </ActionIcon>
        )}
        <ActionIcon variant="subtle" size="sm" aria-label={t('findClose')} onClick={close}>
          <IconX {...ICON} />
        </ActionIcon>
      </div>
      <div className="find-line">
        <Checkbox
          size="xs"
          label={t('findCase')}
          checked={query.matchCase}
          onChange={(event) => setQuery({ ...query, matchCase: event.currentTarget.checked })}
        />
        <Checkbox
          size="xs"
          ms="sm"
          label={t('findWhole')}
          checked={query.wholeCell}
          onChange={(event) => setQuery({ ...query, wholeCell: event.currentTarget.checked })}
        />
      </div>
      {isReplacing && (
        <div className="find-line">
          <TextInput
            size="xs"
            w={200}
            placeholder={t('findReplaceWith')}
            aria-label={t('findReplaceWith')}
            value={replacement}
            onChange={(event) => setReplacement(event.currentTarget.value)}
          />
          <Button size="compact-xs" variant="default" disabled={at < 0} onClick={replaceOne}>
            {t('findReplace')}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={none || found === null}
            onClick={() => replace(found ?? [])}
          >
            {t('findReplaceAll')}
          </Button>
        </div>
      )}
    </search>
  )
}

const placeOf = (found: readonly CellRef[], cell: CellRef | null): number =>
  cell === null ? -1 : found.findIndex(({ row, key }) => row === cell.row && key === cell.key)

/** From the active cell on, whether it is a found one or not, and round at the ends. */
function nextPlace(found: readonly CellRef[], { selection }: GridController, step: 1 | -1, at: number): number {
  if (at >= 0) {
    return (at + step + found.length) % found.length
  }
  const { active } = selection
  const from = active === null ? { r: -1, c: -1 } : selection.position(active)
  const isBehind = (cell: CellRef): boolean => {
    const { r, c } = selection.position(cell)
    return r > from.r || (r === from.r && c > from.c)
  }
  const behind = found.findIndex(isBehind)
  const next = behind < 0 ? found.length : behind
  return step === 1 ? next % found.length : (next - 1 + found.length) % found.length
}
