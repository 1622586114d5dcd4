import { Button } from '@mantine/core'
import { IconChartHistogram, IconPlus, IconSum, IconTable } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { FieldReply } from '#shared/api/tables.ts'
import type { Field } from '#shared/fields/field.ts'
import { sheetQuery } from '#client/api/queries.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { ScopeMark } from '#client/components/ScopeMark.tsx'
import { usePageTitle } from '#client/components/usePageTitle.ts'
import { fieldOf } from '#client/grid/model/fieldOf.ts'
import { useUncertaintyWords } from '#client/features/uncertainty/words/useUncertaintyWords.ts'
import { useMayInModule } from '#client/permissions/ability.tsx'
import { NewColumnDialog } from '../newColumn/NewColumnDialog.tsx'
import { RetiredColumns } from '../retire/RetiredColumns.tsx'
import { SheetSkeleton } from '../SheetSkeleton.tsx'
import { useSheetWords } from '../words/useSheetWords.ts'
import { designKey, fieldsQuery, rightsQuery } from './designerQueries.ts'
import { FieldEditor } from './FieldEditor.tsx'
import { FieldFacts } from './FieldFacts.tsx'
import { FieldList } from './FieldList.tsx'
import { QualityEditor } from './QualityEditor.tsx'
import { TotalsEditor } from './TotalsEditor.tsx'
import { designedFields, type DesignedField } from './designedFields.ts'
import { holderOf } from './rolesDraft.ts'
import '../sheetpage.css'
import './designer.css'

/** In the place of the id of a field: the roles of all of them. */
const TOTALS = 'totals'
/** The same: how sure the rows are. */
const QUALITY = 'quality'

/** All fields of a table: what they hold, who reads and writes them; whoever may, changes them here. `?field=` is the one that is open. */
export function DesignerPage() {
  const { tableId = '', cycleId = '' } = useParams()
  const sheet = useQuery(sheetQuery(tableId, cycleId))
  const fields = useQuery(fieldsQuery(tableId))
  if (sheet.error !== null || fields.error !== null) {
    return (
      <LoadFailure
        error={sheet.error ?? fields.error}
        onRetry={() => void Promise.all([sheet.refetch(), fields.refetch()])}
      />
    )
  }
  if (sheet.data === undefined || fields.data === undefined) {
    return <SheetSkeleton />
  }
  // a locked cycle has the fields of its time: what is designed are those of now
  const ground = { ...sheet.data, table: { ...sheet.data.table, fields: fields.data.fields } }
  return <Designer ground={ground} />
}

function Designer({ ground }: { ground: SheetReply }) {
  const { table, module, table_id: tableId, cycle_id: cycleId } = ground
  const t = useSheetWords()
  usePageTitle(t('designerTitle', { table: table.name }))
  const quality = useUncertaintyWords()
  const mayManage = useMayInModule(module, 'manage', 'Table')
  const rights = useQuery({ ...rightsQuery(tableId), enabled: mayManage })
  const queries = useQueryClient()
  const [search, setSearch] = useSearchParams()
  const [said, say] = useState('')
  const [isAdding, setAdding] = useState(false)
  const all = designedFields(table.fields, mayManage ? (rights.data?.data ?? []) : [])
  const isTotals = mayManage && search.get('field') === TOTALS
  const isQuality = mayManage && search.get('field') === QUALITY
  const open = isTotals || isQuality ? undefined : (all.find(({ id }) => id === search.get('field')) ?? all[0])
  const choose = ({ id }: DesignedField): void => setSearch({ field: id }, { replace: true })
  const changed = (text: string): void => {
    say(text)
    void queries.invalidateQueries({ queryKey: designKey(tableId) })
    void queries.invalidateQueries({ queryKey: ['sheets', tableId] })
  }
  useEffect(() => {
    document.getElementById(`design-${search.get('field')}`)?.scrollIntoView({ block: 'nearest' })
  }, [search])
  return (
    <div className="designer">
      <div className="sheet-head">
        <ScopeMark scope={module.scope} size={18} />
        <span className="ell">
          <Link className="dim link-plain hide-s" to={`/modules/${module.id}?cycle=${cycleId}`}>
            {module.name}
          </Link>
          <span className="slash hide-s"> / </span>
          <Link className="dim link-plain" to={`/sheets/${tableId}/${cycleId}`}>
            {table.name}
          </Link>
          <span className="slash"> / </span>
          <b className="sheet-title">{t('designer')}</b>
        </span>
        <div className="sheet-tools">
          <span className="cap designer-said" role="status">
            {said}
          </span>
          <Button
            size="compact-sm"
            variant="default"
            component={Link}
            to={`/sheets/${tableId}/${cycleId}`}
            leftSection={<IconTable size={15} stroke={1.6} />}
          >
            {t('designerBack')}
          </Button>
        </div>
      </div>
      <div className="designer-body">
        <nav className="designer-list" aria-label={t('designerFields')}>
          <FieldList
            tableId={tableId}
            fields={all}
            open={open?.id ?? null}
            mayManage={mayManage}
            t={t}
            onOpen={choose}
            onMoved={(field) => changed(t('placed', { column: field.name }))}
          />
          {mayManage && (
            <>
              <button
                type="button"
                className="designer-field"
                aria-current={isTotals ? 'true' : undefined}
                onClick={() => setSearch({ field: TOTALS }, { replace: true })}
              >
                <span className="row">
                  <IconSum size={15} stroke={1.6} /> {t('totals')}
                </span>
                {holderOf(table.fields, 'emissions') === null && <span className="cap warn">{t('totalsNotYet')}</span>}
              </button>
              <button
                type="button"
                className="designer-field"
                aria-current={isQuality ? 'true' : undefined}
                onClick={() => setSearch({ field: QUALITY }, { replace: true })}
              >
                <span className="row">
                  <IconChartHistogram size={15} stroke={1.6} /> {quality('quality')}
                </span>
              </button>
              <Button
                variant="subtle"
                size="compact-sm"
                leftSection={<IconPlus size={15} stroke={1.6} />}
                onClick={() => setAdding(true)}
              >
                {t('designerAdd')}
              </Button>
              <RetiredColumns
                tableId={tableId}
                t={t}
                onBack={({ name }) => changed(t('broughtBack', { column: name }))}
              />
            </>
          )}
        </nav>
        {isTotals && (
          <TotalsEditor
            // begins anew when somebody else has changed it
            key={JSON.stringify(table.fields.map(({ id, role }) => [id, role]))}
            ground={ground}
            t={t}
            onChanged={() => changed(t('totalsChanged'))}
          />
        )}
        {isQuality && (
          <QualityEditor tableId={tableId} fields={table.fields} onSaved={() => changed(quality('saved'))} />
        )}
        {open === undefined && !isTotals && !isQuality && (
          <p className="dim designer-empty">{t(mayManage ? 'designerNone' : 'designerNoneHere')}</p>
        )}
        {open !== undefined &&
          (mayManage ? (
            <FieldEditor key={open.id} ground={ground} field={open} t={t} onChanged={changed} />
          ) : (
            <FieldFacts field={open} t={t} />
          ))}
      </div>
      {isAdding && (
        <NewColumnDialog
          description={ground}
          behind={behindOf(open?.known ?? table.fields.at(-1))}
          t={t}
          onAdded={(column) => {
            setSearch({ field: column.id }, { replace: true })
            changed(t('newColumnAdded', { column: column.name }))
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </div>
  )
}

const behindOf = (field: FieldReply | undefined): Field | null => (field === undefined ? null : fieldOf(field))
