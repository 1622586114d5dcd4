import type {
  ColDef,
  ColGroupDef,
  SuppressHeaderKeyboardEventParams,
  SuppressKeyboardEventParams,
} from 'ag-grid-community'
import type { FormulaError } from '#formulas/evaluate/formulaErrors.ts'
import { formatCell, rawCellText } from '#shared/cells/formatCell.ts'
import type { CellProblem } from '#shared/cells/cellProblem.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { LackingGas } from '#shared/emissions/lackingGases.ts'
import type { Field, FieldType } from '#shared/fields/field.ts'
import { isPointing } from '#shared/fields/target.ts'
import { isReleasedResult } from '#shared/fields/isReleasedResult.ts'
import { num } from '../theme/format.ts'
import { HeaderCell, type HeaderCellParams } from './cells/HeaderCell.tsx'
import { paintClass } from './cells/cellPaint.ts'
import { editorOf, type EditorWords } from './cells/editorOf.ts'
import { isOnMark } from './cells/isOnMark.ts'
import { SheetCell, type SheetCellParams } from './cells/SheetCell.ts'
import { decimalsFor, phoneColumns, planColumns, type ColumnPlan } from './columnPlan.ts'
import type { GridRow, SheetModel } from './model/SheetModel.ts'
import { ROW_NUMBER } from './overlay.ts'
import type { Islands } from './react/Islands.tsx'
import { reactHeader } from './react/reactHeader.tsx'
import type { GroupLabel, GroupWords } from './groups/groupLabel.ts'
import type { MarkOf } from './marks/cellMarks.ts'
import { isSummary, isTotals } from './summaries/summaryRow.ts'
import type { SummaryText, SummaryWords } from './summaries/summaryText.ts'
import { fieldUnitText } from './unitText.ts'

export interface ColumnWords extends SummaryWords, GroupWords, EditorWords {
  entered: string
  computed: string
  result: string
  total: string
  /** What is wrong with a value, and the remedy. */
  problem: (problem: CellProblem, field: Field, value: CellValue) => string
  /** Why a computed cell has no result. */
  noResult: (error: FormulaError) => string
  /** Why a result is less than what is emitted. */
  partial: (gases: readonly LackingGas[]) => string
  /** In front of the reason of a refused cell. */
  notSaved: string
  /** Where two people wrote the same cell at once. */
  contested: string
}

/** What a person should know of a column before they type into it, in words. */
export interface ColumnAccess {
  /** Why they cannot write here; null when they can. */
  lock: string | null
  /** Who else cannot even see it; null when everybody can. */
  audience: string | null
}

export interface ColumnSetup {
  /** Where headers and editors that are React stand. */
  islands: Islands
  /** How the note of a row begins; null: it has none. */
  noteOf: (row: string) => string | null
  model: SheetModel
  rtl: boolean
  phone: boolean
  words: ColumnWords
  isWritable: (field: Field) => boolean
  access: (field: Field) => ColumnAccess
  isRefused: (row: string, key: string) => boolean
  isContested: (row: string, key: string) => boolean
  /** What a cell of a past sheet holds now, in words; null when it is the same, or when the sheet is the one of now. */
  differs: (row: string, key: string) => string | null
  /** How a view marks a cell. */
  mark: MarkOf
  /** What the totals (null), or the head of a group by its id, tell of a column; null: nothing. */
  summary: (field: Field, group: string | null) => SummaryText | null
  /** What the head of a group says; null for every other row. */
  group: (row: string) => GroupLabel | null
  /** How wide the label of a group may be that stands in this column, in pixels; null: it stands in another one. */
  labelRoom: (field: Field, group: string) => number | null
  /** The number of the row at a place of the grid, from 1. */
  numberAt: (index: number) => number
  commit: (value: CellValue, fill?: boolean) => void
  takeTyped: () => string | null
  onKey: (params: SuppressKeyboardEventParams) => boolean
  /** A key in a header; true when it was taken. */
  onHeaderKey: (params: SuppressHeaderKeyboardEventParams) => boolean
}

type Column = ColDef<GridRow>

const ColumnHeader = reactHeader(HeaderCell)

const NO_LABEL = { value: '', rows: '' }

/** Rows whose texts decide how wide key and name are. */
const MEASURED_ROWS = 500

/** The columns of a sheet: row numbers, the frozen key and name, Entered, Computed, and the frozen result. */
export function sheetColumns(setup: ColumnSetup): (Column | ColGroupDef<GridRow>)[] {
  const { model, rtl, phone, words } = setup
  const plan = planColumns(model.fields)
  const shown = phone ? phoneColumns(plan) : null
  const end = rtl ? 'left' : 'right'
  const columns = (fields: readonly (Field | null)[], extra: Column = {}): Column[] =>
    fields.flatMap((field) =>
      field === null || shown?.has(field.key) === false ? [] : [{ ...fieldColumn(field, setup), ...extra }],
    )
  const key = keyColumns(setup, plan)
  // on a phone all of them fit into 320 px
  const entered = columns(plan.entered, phone ? { initialWidth: 92 } : {})
  // One column takes the room that is left, so that no gap opens in front of the frozen result.
  const widest = entered.findLast((column) => model.field(column.colId ?? '')?.type === 'text') ?? key[0]
  const flexible = phone ? key[0] : widest
  if (flexible !== undefined) {
    flexible.initialFlex = 1
    flexible.minWidth = phone ? 96 : (flexible.initialWidth ?? 0)
  }
  const groups: ColGroupDef<GridRow>[] = [
    group('key', '', key),
    group('entered', words.entered, entered),
    group('computed', words.computed, columns(plan.computed)),
    group(
      'result',
      words.result,
      columns([plan.result], phone ? { initialWidth: 98 } : { initialPinned: end, initialWidth: 122 }),
    ),
  ]
  return [rowNumbers(setup), ...groups.filter((group) => group.children.length > 0)]
}

/** Columns can be moved, but not out of their group. */
function group(groupId: string, headerName: string, children: Column[]): ColGroupDef<GridRow> {
  const isComputed = groupId === 'computed' || groupId === 'result'
  return { groupId, headerName, headerClass: isComputed ? 'g-computed' : `g-${groupId}`, marryChildren: true, children }
}

function rowNumbers({ rtl, phone, numberAt, noteOf }: ColumnSetup): Column {
  return {
    colId: ROW_NUMBER,
    headerName: '',
    width: phone ? 34 : 46,
    pinned: rtl ? 'right' : 'left',
    lockPosition: rtl ? 'right' : 'left',
    suppressNavigable: true,
    suppressMovable: true,
    resizable: false,
    cellDataType: false,
    cellClass: 'c-rownum',
    cellClassRules: { 'rn-noted': ({ node }) => noteOf(node.id ?? '') !== null },
    tooltipValueGetter: ({ node }) => noteOf(node?.id ?? ''),
    valueGetter: (params) => (isSummary(params.node) ? '' : numberAt(params.node?.rowIndex ?? 0)),
    suppressKeyboardEvent: () => true,
    cellRendererParams: { suppressMouseEventHandling: () => true },
  }
}

function fieldColumn(field: Field, setup: ColumnSetup): Column {
  const { model, words } = setup
  const isFormula = field.type === 'formula'
  const isNumber = isFormula ? model.plans.plans.get(field.key)?.type !== 'text' : field.type === 'number'
  const isWritable = (): boolean => !isFormula && setup.isWritable(field)
  const { lock, audience } = setup.access(field)
  const isComputedHere = isFormula && !isReleasedResult(field)
  const header: HeaderCellParams = {
    unit: fieldUnitText(field),
    end: isNumber,
    required: field.required,
    computed: isComputedHere ? lock : isFormula ? words.computed : null,
    lock: isComputedHere ? null : lock,
    audience,
  }
  type Row = Parameters<typeof isTotals>[0]
  const summaryOf = (node: Row): SummaryText | null => setup.summary(field, isTotals(node) ? null : id(node))
  const id = (node: { id?: string | undefined } | null | undefined): string => node?.id ?? ''
  const problemOf = (row: string): string | null => {
    const { problem } = model.state(row, field.key)
    return problem === null ? null : words.problem(problem, field, model.value(row, field.key))
  }
  const partialOf = (row: string): string | null => {
    const gases = isComputedHere ? model.gasesNotKnown(row, field.key) : []
    return gases.length === 0 ? null : words.partial(gases)
  }
  const renderer: SheetCellParams & { suppressMouseEventHandling: (params: { event: Event }) => boolean } = {
    field,
    below: null,
    person: field.type === 'person' ? (row) => personIn(model, row, field) : null,
    summary: (group) => setup.summary(field, group),
    group: setup.group,
    labelRoom: (group) => setup.labelRoom(field, group),
    describe(row) {
      const { problem, missing } = model.state(row, field.key)
      const difference = setup.differs(row, field.key)
      const partial = partialOf(row)
      return {
        problem: problem === null ? null : words.problem(problem, field, model.value(row, field.key)),
        missing,
        refused: setup.isRefused(row, field.key),
        contested: setup.isContested(row, field.key),
        changed: difference !== null,
        partial: partial !== null,
        files: field.type === 'evidence' && Array.isArray(model.value(row, field.key)),
        locked: !isFormula && lock !== null,
        readOnly: !isWritable(),
        note: difference ?? (isComputedHere ? partial : lock),
        mark: setup.mark(row, field.key),
      }
    },
    // AG Grid must not move the focus when Shift or Ctrl extend a selection, or when the menu of a selection is asked for.
    suppressMouseEventHandling: ({ event }) =>
      event instanceof MouseEvent &&
      (event.type === 'dblclick'
        ? isOnMark(event) // two quick clicks there are two changes, and no editor
        : event.shiftKey || event.ctrlKey || event.metaKey || event.button === 2),
  }
  const column: Column = {
    colId: field.key,
    headerName: field.name,
    // Only where a column begins: what the person makes of it must outlast new definitions of the columns.
    initialWidth: widthOf(field, isNumber),
    minWidth: 56,
    cellDataType: false,
    sortable: false,
    lockPinned: true,
    suppressMovable: setup.phone,
    suppressHeaderKeyboardEvent: setup.onHeaderKey,
    headerComponent: ColumnHeader,
    headerComponentParams: { ...header, islands: setup.islands },
    headerTooltip: [lock, audience].filter((text) => text !== null).join('. '),
    editable: (params) => !isSummary(params.node) && field.type !== 'evidence' && isWritable(),
    valueGetter: (params) =>
      isSummary(params.node) ? (summaryOf(params.node)?.text ?? '') : model.value(id(params.node), field.key),
    valueFormatter: formatterOf(field, setup),
    cellClass: ['c-sheet', ...(isNumber ? ['c-num'] : []), ...(isFormula ? ['c-fx'] : []), ...paintClass(field)].concat(
      field.role === 'emissions' && isFormula ? ['c-result'] : [],
    ),
    tooltip: (params) => {
      const row = id(params.node)
      if (isSummary(params.node)) {
        const { value, rows: count } = setup.labelRoom(field, row) === null ? NO_LABEL : (setup.group(row) ?? NO_LABEL)
        return summaryOf(params.node)?.note ?? (value === '' ? null : `${value} ${count}`)
      }
      if (row === '') {
        return null
      }
      if (setup.isRefused(row, field.key)) {
        return words.notSaved
      }
      if (setup.isContested(row, field.key)) {
        return words.contested
      }
      const difference = setup.differs(row, field.key)
      if (difference !== null) {
        return difference
      }
      const computed = model.computed(row, field.key)
      const why =
        isFormula && typeof computed === 'object' && computed !== null ? words.noResult(computed.error) : problemOf(row)
      return why ?? partialOf(row) ?? setup.mark(row, field.key)?.label ?? null
    },
    suppressKeyboardEvent: setup.onKey,
    cellRenderer: SheetCell,
    cellRendererParams: renderer,
    ...editorOf(field, setup),
  }
  return column
}

/** Who stands in a cell; null when nobody does that is known by name. */
function personIn(model: SheetModel, row: string, { key }: Field): { id: string; name: string } | null {
  const value = model.value(row, key)
  const target = typeof value === 'string' ? model.targetsOf(key)?.get(value) : undefined
  const { id = null, label = null } = target ?? {}
  return id === null || label === null || id !== value ? null : { id, name: label }
}

/**
 * The key and the name of a row look like one cell, the name quieter, and stay two: each is a field that is typed into,
 * chosen and pasted over for itself. A phone has room for the key only; name and month stand under it.
 */
function keyColumns(setup: ColumnSetup, plan: ColumnPlan): Column[] {
  const { model, phone, words } = setup
  if (plan.key === null) {
    return []
  }
  const key = fieldColumn(plan.key, setup)
  const format = key.valueFormatter
  key.valueFormatter = (params) =>
    isTotals(params.node) && params.value === '' ? words.total : typeof format === 'function' ? format(params) : ''
  key.cellClass = 'c-sheet c-key'
  if (phone) {
    const month = model.fields.find((field) => field.role === 'month' && field !== plan.key)
    const below = (row: string): string[] => [
      ...textsOf(plan.name, row, setup),
      ...(month === undefined ? [] : monthOf(model.value(row, month.key), words)),
    ]
    return [{ ...key, initialWidth: 150, cellRendererParams: { ...key.cellRendererParams, below } }]
  }
  const pinned = setup.rtl ? 'right' : 'left'
  if (plan.name === null) {
    return [{ ...key, initialPinned: pinned, initialWidth: 190 }]
  }
  const name: Column = { ...fieldColumn(plan.name, setup), cellClass: 'c-sheet c-name', headerClass: 'hd-of-name' }
  return [
    {
      ...key,
      initialPinned: pinned,
      cellClass: 'c-sheet c-key c-joined',
      headerClass: 'hd-joined',
      initialWidth: textWidth(plan.key, setup),
    },
    { ...name, initialPinned: pinned, initialWidth: textWidth(plan.name, setup) },
  ]
}

function textsOf(field: Field | null, row: string, { model, words }: ColumnSetup): string[] {
  const text = field === null ? '' : formatCell(field, model.value(row, field.key), words)
  return text === '' ? [] : [text]
}

/** The month without its year, which the cycle tells. */
function monthOf(value: CellValue, words: ColumnWords): string[] {
  const number = typeof value === 'string' ? /^\d{4}-(\d\d)$/.exec(value)?.[1] : undefined
  const name = words.months[Number(number) - 1]
  return name === undefined ? [] : [name]
}

/** Wide enough for what stands in the first rows, within limits. */
function textWidth(field: Field, { model }: ColumnSetup): number {
  const longest = model.store
    .liveSlots()
    .slice(0, MEASURED_ROWS)
    .reduce((most, slot) => Math.max(most, rawCellText(field, model.store.value(slot, field.ordinal)).length), 0)
  return Math.round(Math.min(176, Math.max(76, longest * 7.2 + 18, field.name.length * 7.5 + 20)))
}

function formatterOf(
  field: Field,
  { model, words }: ColumnSetup,
): Exclude<Column['valueFormatter'], string | undefined> {
  if (field.type !== 'formula') {
    return (params) => (isSummary(params.node) ? String(params.value) : formatCell(field, params.value ?? null, words))
  }
  let decimals: number | null = null
  return (params) => {
    const { value } = params
    if (isSummary(params.node)) {
      return String(value)
    }
    if (typeof value === 'number') {
      decimals ??= decimalsFor(model.largest(field.key))
      return num(value, decimals)
    }
    return value === null || value === undefined ? '–' : rawCellText(field, value)
  }
}

/** Room for the longest month, also in Arabic. */
const LEAST_WIDTHS: Partial<Record<FieldType, number>> = { month: 114, date: 132 }

function widthOf(field: Field, isNumber: boolean): number {
  const header = field.name.length * 7.5 + 44
  const least = LEAST_WIDTHS[field.type] ?? (isNumber ? 104 : isPointing(field.type) ? 168 : 110)
  const longest = field.options.reduce((most, option) => Math.max(most, option.label.length), 0) * 6.6 + 24
  return Math.round(Math.min(240, Math.max(least, header, longest)))
}
