/**
 * SQL that joins estimates `e` to rows `r`: those that are in force, because the cell still holds the value. A value that is
 * entered later ends an estimate without anybody having to say so, and whoever takes it back has the estimate again.
 */
export const IN_FORCE = `e.tenant_id = r.tenant_id AND e.cycle_id = r.cycle_id AND e.table_id = r.table_id
  AND e.row_id = r.row_id AND NOT r.deleted AND r."values" -> e.ordinal::text = to_jsonb(e.value)`
