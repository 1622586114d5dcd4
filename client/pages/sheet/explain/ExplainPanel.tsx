import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { componentOf, type EmissionComponent } from '#formulas/emissions/emissionComponents.ts'
import { formatNumber } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { isReleasedResult } from '#shared/fields/isReleasedResult.ts'
import { Unit } from '#client/components/Unit.tsx'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import { unitText } from '#client/grid/unitText.ts'
import { gasFormula } from '#client/features/emissions/gasFormula.ts'
import { whenAgo } from '#client/i18n/dates.ts'
import type { SheetAddress } from '../history/historyQueries.ts'
import { cellExplanation, type CellExplanation } from './cellExplanation.ts'
import { explainCell, type Explanation, type ShownComponent, type UsedFactor } from './explainCell.ts'
import { ExplainFoot } from './ExplainFoot.tsx'
import { useFactorLinks, useLastChanges, type LastChange } from './explainQueries.ts'
import { conversionText } from './explanationText.ts'
import { ChosenFactor } from './ChosenFactor.tsx'
import { GatheredRows } from './GatheredRows.tsx'
import { FactorCard } from './FactorCard.tsx'
import { linkToCell } from './linkToCell.ts'
import { WhyFactor } from './WhyFactor.tsx'
import { noResult } from '../words/noResult.ts'
import { SideHead } from '../SideHead.tsx'
import type { SheetTranslate } from '../words/useSheetWords.ts'

const GAS_NAMES: Readonly<Record<string, string>> = { CO2: 'CO₂', CH4: 'CH₄', N2O: 'N₂O', SF6: 'SF₆', NF3: 'NF₃' }

const shown = (value: number, digits = 6): string => formatNumber(Number(value.toPrecision(digits)))

/** Reads top to bottom like a hand calculation: what was entered, what it was multiplied by, what came out. */
export function ExplainPanel(props: {
  sheet: SheetAddress
  names: { table: string; cycle: string }
  model: SheetModel
  cell: CellRef | null
  rowName: string
  /** The moment that is looked at; null: now. */
  moment: string | null
  t: SheetTranslate
  say: (text: string) => void
  /** The history of an input is asked for. */
  onHistory: (cell: CellRef) => void
  onClose: () => void
}) {
  const { cell, t, onClose } = props
  return (
    <aside className="side" aria-label={t('explainTitle')} data-testid="explain">
      <SideHead title={t('explainTitle')} t={t} onClose={onClose} />
      {cell === null ? <div className="side-scroll" /> : <Explained {...props} cell={cell} />}
    </aside>
  )
}

function Explained(props: Parameters<typeof ExplainPanel>[0] & { cell: CellRef }) {
  const { sheet, names, model, cell, rowName, moment, t, say } = props
  const explanation = explainCell(model, cell.row, cell.key)
  const { inputs = [], factors = [] } = explanation ?? {}
  const entered = [...inputs.map(({ field }) => field), ...factors.map(({ choice }) => choice)]
  const changes = useLastChanges(
    sheet,
    entered.filter(({ type }) => type !== 'formula').map(({ key }) => ({ row: cell.row, key })),
    moment,
  )
  const links = useFactorLinks(factors.map(({ factor }) => factor.id))
  const link = linkToCell(sheet, cell)
  const told =
    explanation === null
      ? null
      : cellExplanation(
          {
            model,
            cell,
            place: {
              link,
              table: { id: sheet.tableId, name: names.table },
              cycle: { id: sheet.cycleId, name: names.cycle },
              rowName,
              asOf: moment,
            },
          },
          explanation,
          { changes, links },
        )
  return (
    <>
      <div className="side-scroll">
        {explanation === null || told === null ? (
          <Unexplained {...props} />
        ) : (
          <>
            <Derivation {...props} explanation={explanation} told={told} changes={changes} />
            {moment === null && readsRows(explanation.formula) && (
              <GatheredRows
                sheet={sheet}
                cell={cell}
                formula={explanation.formula}
                result={model.computed(cell.row, cell.key)}
                t={t}
              />
            )}
          </>
        )}
      </div>
      <ExplainFoot link={link} told={told} t={t} say={say} />
    </>
  )
}

const READS_ROWS = /(_of|lookup|previous)\s*\(/
const readsRows = (formula: string): boolean => READS_ROWS.test(formula)

function Unexplained(props: {
  sheet: SheetAddress
  model: SheetModel
  cell: CellRef
  rowName: string
  moment: string | null
  t: SheetTranslate
}) {
  const { sheet, model, cell, rowName, moment, t } = props
  const chosen = model.field(cell.key)
  if (chosen?.type === 'factor') {
    return <ChosenFactor {...{ sheet, model, cell, rowName, moment, t }} field={chosen} />
  }
  if (chosen === undefined || !isReleasedResult(chosen)) {
    return <p className="dim">{t('noExplanation')}</p>
  }
  return (
    <>
      <Outcome model={model} cell={cell} field={chosen} rowName={rowName} t={t} />
      <p className="dim">{t('explainReleased', { field: chosen.name })}</p>
    </>
  )
}

function Derivation(props: {
  sheet: SheetAddress
  moment: string | null
  model: SheetModel
  cell: CellRef
  rowName: string
  explanation: Explanation
  told: CellExplanation
  changes: ReadonlyMap<string, LastChange | null>
  t: SheetTranslate
  onHistory: (cell: CellRef) => void
}) {
  const { sheet, moment, model, cell, rowName, explanation, told, changes, t } = props
  const { field, inputs, factors, parameters, components } = explanation
  const computed = model.computed(cell.row, cell.key)
  const unit = unitText(field.unit)
  const lastChange = (of: Field) =>
    of.type === 'formula' ? (
      t('computed')
    ) : (
      <InputChange
        field={of}
        change={changes.get(of.key)}
        t={t}
        onHistory={() => props.onHistory({ row: cell.row, key: of.key })}
      />
    )
  return (
    <>
      <Outcome model={model} cell={cell} field={field} rowName={rowName} t={t} />
      <div className="eq">
        {inputs.map((input, i) => (
          <Line
            key={input.field.key}
            op={i === 0 ? '' : '·'}
            name={input.field.name}
            value={input.text === '' ? t('empty') : input.text}
            unit={unitText(input.field.unit)}
            source={lastChange(input.field)}
          />
        ))}
        {factors.map((used) => (
          <Line
            key={used.choice.key}
            op="×"
            name={`${t('factor')}: ${used.option}`}
            value=""
            unit=""
            source={
              <>
                {used.factor.publisher}, {used.factor.edition}: {used.factor.name}
                <br />
                {lastChange(used.choice)}
              </>
            }
          />
        ))}
        {parameters.map(({ parameter, value }) => (
          <Line
            key={`${parameter.key} ${value.year}`}
            op="·"
            name={parameter.name}
            value={shown(value.value)}
            unit={unitText(parameter.unit)}
            source={`${value.year}, ${value.source}`}
          />
        ))}
        {components?.map(({ component, amount }) =>
          component === 'biogenicCO2' || component === 'memo' ? null : (
            <div className="eq-line eq-gas" key={component}>
              <span className="eq-op">+</span>
              <span>{component === 'other' ? 'CO₂e' : (GAS_NAMES[component] ?? component)}</span>
              <span className="eq-how">{howOf(component, factors, model, t)}</span>
              <span className="eq-val">
                <bdi>{shown(amount)}</bdi> <Unit>{unit}</Unit>
              </span>
            </div>
          ),
        )}
        {typeof computed === 'number' && (
          <Line op="=" name={field.name} value={shown(computed)} unit={unit} className="eq-total" />
        )}
      </div>
      <BesideScopes components={components} unit={unit} t={t} />
      {told.conversions.length > 0 && (
        <>
          <h3>{t('explainConversions')}</h3>
          <dl className="kv tight" data-testid="explain-conversions">
            {told.conversions.map((one, i) => (
              <Fragment key={i}>
                <dt>{one.field === null ? t('explainOfResult') : (model.field(one.field)?.name ?? one.field)}</dt>
                <dd>
                  <bdi dir="ltr">{conversionText(one)}</bdi>
                </dd>
              </Fragment>
            ))}
          </dl>
        </>
      )}
      {factors.map((used, i) => (
        <Fragment key={used.factor.id}>
          <FactorCard factor={used.factor} link={told.factors[i]?.link ?? null} t={t} />
          {moment === null && used.choice.type === 'factor' && (
            <WhyFactor sheet={sheet} cell={{ row: cell.row, key: used.choice.key }} factorId={used.factor.id} t={t} />
          )}
        </Fragment>
      ))}
      <h3>{t('basis')}</h3>
      <dl className="kv tight">
        <dt>{t('gwpSet')}</dt>
        <dd>{t('gwpValue', { set: model.context.gwpSet })}</dd>
        <dt>{t('factorYear')}</dt>
        <dd>{model.context.factorYear}</dd>
        <dt>{t('formula')}</dt>
        <dd className="mono">
          <bdi>{field.formula}</bdi>
        </dd>
        <dt>{t('explainRounding')}</dt>
        <dd>{t(told.rounding === 'none' ? 'explainNotRounded' : 'explainRounded')}</dd>
      </dl>
    </>
  )
}

/** Who entered an input and when; leads to the history of its cell. */
function InputChange(props: {
  field: Field
  change: LastChange | null | undefined
  t: SheetTranslate
  onHistory: () => void
}) {
  const { field, change, t } = props
  const { language } = useTranslation().i18n
  return (
    <button
      type="button"
      className="link"
      title={t('explainHistoryOf', { field: field.name })}
      onClick={props.onHistory}
    >
      {change === undefined
        ? t('enteredValue')
        : change === null
          ? t('explainUnchanged')
          : t('explainChangedBy', { name: change.user?.name ?? t('aProgram'), when: whenAgo(change.at, language) })}
    </button>
  )
}

/** Which cell it is, and what it says. */
function Outcome(props: { model: SheetModel; cell: CellRef; field: Field; rowName: string; t: SheetTranslate }) {
  const { model, cell, field, rowName, t } = props
  const computed = model.computed(cell.row, cell.key)
  const partial = model.gasesNotKnown(cell.row, cell.key)
  return (
    <>
      <div className="cap">
        {field.name} · <bdi>{rowName}</bdi>
      </div>
      {typeof computed === 'object' && computed !== null && (
        <div className="note note-warn">
          <IconAlertTriangle size={16} />
          <span>{noResult(computed.error, t)}</span>
        </div>
      )}
      {typeof computed === 'number' && (
        <div className="big">
          {partial.length > 0 && <span className="dim">≥ </span>}
          <bdi>{shown(computed)}</bdi> <Unit>{unitText(field.unit)}</Unit>
        </div>
      )}
      {partial.length > 0 && (
        <div className="note" data-testid="explain-partial">
          <IconInfoCircle size={16} />
          <span>{t('partialResult', { gases: partial.map(gasFormula).join(', ') })}</span>
        </div>
      )}
    </>
  )
}

function Line(props: {
  op: string
  name: ReactNode
  value: string
  unit: string
  source?: ReactNode
  className?: string
}) {
  const { op, name, value, unit, source, className = '' } = props
  return (
    <div className={`eq-line ${className}`}>
      <span className="eq-op">{op}</span>
      <span>{name}</span>
      <span className="eq-val">
        <bdi>{value}</bdi> {unit !== '' && <Unit>{unit}</Unit>}
      </span>
      {source !== undefined && <span className="eq-src">{source}</span>}
    </div>
  )
}

/** "0.181 kg CH₄ per kWh × GWP 28", when one published factor and one species stand behind a gas. */
function howOf(
  component: EmissionComponent,
  factors: readonly UsedFactor[],
  model: SheetModel,
  t: SheetTranslate,
): string {
  const [used] = factors
  if (used === undefined || factors.length > 1) {
    return ''
  }
  const { factor } = used
  const unit = unitText(factor.unit)
  if (component === 'other' && factor.co2eOnlyKg !== null) {
    return t('perUnit', { amount: shown(factor.co2eOnlyKg), unit })
  }
  const species = Object.entries(factor.gasesKg).filter(([name]) => componentOf(name) === component)
  const [first] = species
  if (first === undefined || species.length > 1) {
    return ''
  }
  const gas = GAS_NAMES[component] ?? first[0]
  return t('perGas', { amount: shown(first[1]), gas, unit, gwp: model.context.gwp[first[0]] ?? '–' })
}

/** Biogenic CO2, and gases that are in no inventory. */
function BesideScopes(props: {
  components: readonly { component: ShownComponent; amount: number }[] | null
  unit: string
  t: SheetTranslate
}) {
  return (props.components ?? []).map(({ component, amount }) =>
    component === 'biogenicCO2' || component === 'memo' ? (
      <Fragment key={component}>
        <h3>{props.t(component === 'memo' ? 'memo' : 'biogenic')}</h3>
        <p>
          <bdi>{shown(amount)}</bdi>{' '}
          <Unit>{component === 'memo' ? props.unit : props.unit.replace('CO₂e', 'CO₂')}</Unit>
        </p>
        <p className="cap">{props.t('biogenicNote')}</p>
      </Fragment>
    ) : null,
  )
}
