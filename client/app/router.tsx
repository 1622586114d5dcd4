import type { ComponentType, ReactNode } from 'react'
import { createBrowserRouter, Navigate } from 'react-router'
import { late } from '../components/late.tsx'
import { loadSheetGrid } from '../grid/loadSheetGrid.ts'
import { DashboardPage } from '../pages/dashboard/DashboardPage.tsx'
import { LoginPage } from '../pages/login/LoginPage.tsx'
import { NotFoundPage } from '../pages/not-found/NotFoundPage.tsx'
import { PageSkeleton } from './PageSkeleton.tsx'
import { RouteError } from './RouteError.tsx'
import { SessionGuard } from './SessionGuard.tsx'
import { Shell } from './shell/Shell.tsx'

const ModulePage = latePage(() => import('../pages/module/ModulePage.tsx').then((file) => file.ModulePage))
const ModulesPage = latePage(() => import('../pages/modules/ModulesPage.tsx').then((file) => file.ModulesPage))
const SheetPage = latePage(() => {
  // The grid comes beside its page, not after it. If it does not come, the page itself asks again and says so.
  void loadSheetGrid().catch(() => undefined)
  return import('../pages/sheet/SheetPage.tsx').then((file) => file.SheetPage)
})
const DesignerPage = latePage(() =>
  import('../pages/sheet/designer/DesignerPage.tsx').then((file) => file.DesignerPage),
)
const ImportsPage = latePage(() => import('../pages/imports/ImportsPage.tsx').then((file) => file.ImportsPage))
const SchemaPage = latePage(() => import('../pages/sheet/designer/SchemaPage.tsx').then((file) => file.SchemaPage))
const FactorsPage = latePage(() => import('../pages/factors/FactorsPage.tsx').then((file) => file.FactorsPage))
const SetsPage = latePage(() => import('../pages/factors/sets/SetsPage.tsx').then((file) => file.SetsPage))
const CyclesPage = latePage(() => import('../pages/cycles/CyclesPage.tsx').then((file) => file.CyclesPage))
const InstrumentsPage = latePage(() =>
  import('../pages/instruments/InstrumentsPage.tsx').then((file) => file.InstrumentsPage),
)
const TargetsPage = latePage(() => import('../pages/targets/TargetsPage.tsx').then((file) => file.TargetsPage))
const ParametersPage = latePage(() =>
  import('../pages/parameters/ParametersPage.tsx').then((file) => file.ParametersPage),
)
const WhatIfPage = latePage(() => import('../pages/what-if/WhatIfPage.tsx').then((file) => file.WhatIfPage))
const UncertaintyPage = latePage(() =>
  import('../pages/uncertainty/UncertaintyPage.tsx').then((file) => file.UncertaintyPage),
)
const BoundaryPage = latePage(() => import('../pages/boundary/BoundaryPage.tsx').then((file) => file.BoundaryPage))
const ReportsPage = latePage(() => import('../pages/reports/ReportsPage.tsx').then((file) => file.ReportsPage))
const KeysPage = latePage(() => import('../pages/keys/KeysPage.tsx').then((file) => file.KeysPage))
const WebhooksPage = latePage(() => import('../pages/webhooks/WebhooksPage.tsx').then((file) => file.WebhooksPage))
const MetersPage = latePage(() => import('../pages/meters/MetersPage.tsx').then((file) => file.MetersPage))
const MeterPage = latePage(() => import('../pages/meters/MeterPage.tsx').then((file) => file.MeterPage))
const PeoplePage = latePage(() => import('../pages/admin/PeoplePage.tsx').then((file) => file.PeoplePage))

/** Every address of the page. The first load carries sign-in and dashboard; the rest comes when it is opened. */
export const router = createBrowserRouter([
  { path: '/login', element: <LoginPage />, errorElement: <RouteError /> },
  {
    element: (
      <SessionGuard>
        <Shell />
      </SessionGuard>
    ),
    errorElement: <RouteError />,
    children: [
      { index: true, element: <Navigate to="/dashboard" replace /> },
      page('/dashboard', <DashboardPage />),
      page('/modules', <ModulesPage />),
      page('/modules/:id', <ModulePage />),
      page('/sheets/:tableId/:cycleId', <SheetPage />),
      page('/sheets/:tableId/:cycleId/fields', <DesignerPage />),
      page('/sheets/:tableId/:cycleId/imports', <ImportsPage />),
      page('/sheets/:tableId/:cycleId/imports/:importId', <ImportsPage />),
      page('/tables/:id/schema', <SchemaPage />),
      page('/cycles', <CyclesPage />),
      page('/factors', <FactorsPage />),
      page('/factors/sets', <SetsPage />),
      page('/instruments', <InstrumentsPage />),
      page('/targets', <TargetsPage />),
      page('/parameters', <ParametersPage />),
      page('/what-if', <WhatIfPage />),
      page('/uncertainty', <UncertaintyPage />),
      page('/boundary', <BoundaryPage />),
      page('/reports', <ReportsPage />),
      page('/keys', <KeysPage />),
      page('/admin/people', <PeoplePage />),
      page('/admin/meters', <MetersPage />),
      page('/admin/meters/:id', <MeterPage />),
      page('/admin/webhooks', <WebhooksPage />),
      page('*', <NotFoundPage />),
    ],
  },
])

/** A page that breaks takes only itself down: the frame stays, and with it the way out. */
function page(path: string, element: ReactNode) {
  return { path, element, errorElement: <RouteError /> }
}

function latePage(load: () => Promise<ComponentType>): ComponentType {
  return late(load, <PageSkeleton />)
}
