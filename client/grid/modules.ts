import {
  CellStyleModule,
  ColumnApiModule,
  ColumnAutoSizeModule,
  CustomEditorModule,
  ModuleRegistry,
  PinnedRowModule,
  RenderApiModule,
  RowApiModule,
  RowStyleModule,
  ScrollApiModule,
  TooltipModule,
} from 'ag-grid-community'
import { sheetRowModelModule } from './rowModel/sheetRowModelModule.ts'

let registered = false

/** Registers the parts of AG Grid that the sheet uses, and no others: each costs kilobytes of the grid's chunk. */
export function registerGridModules(): void {
  if (registered) {
    return
  }
  registered = true
  ModuleRegistry.registerModules([
    CellStyleModule,
    ColumnApiModule,
    ColumnAutoSizeModule,
    CustomEditorModule,
    PinnedRowModule,
    RenderApiModule,
    RowApiModule,
    RowStyleModule,
    ScrollApiModule,
    sheetRowModelModule(),
    TooltipModule,
  ])
}
