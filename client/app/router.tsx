import { lazy, Suspense, type ReactNode } from 'react'
import { createBrowserRouter, Navigate } from 'react-router'
import { loadSheetGrid } from '../grid/loadSheetGrid.ts'
import { DashboardPage } from '../pages/dashboard/DashboardPage.tsx'
import { LoginPage } from '../pages/login/LoginPage.tsx'
import { NotFoundPage } from '../pages/not-found/NotFoundPage.tsx'
import { PageSkeleton } from './PageSkeleton.tsx'
import { RouteError } from './RouteError.tsx'
import { SessionGuard } from './SessionGuard.tsx'
import { Shell } from './shell/Shell.tsx'

const ModulePage = lazy(() => import('../pages/module/ModulePage.tsx').then((file) => ({ default: file.ModulePage })))
const ModulesPage = lazy(() =>
  import('../pages/modules/ModulesPage.tsx').then((file) => ({ default: file.ModulesPage })),
)
const SheetPage = lazy(() => {
  // The grid comes beside its page, not after it. If it does not come, the page itself asks again and says so.
  void loadSheetGrid().catch(() => undefined)
  return import('../pages/sheet/SheetPage.tsx').then((file) => ({ default: file.SheetPage }))
})
const DesignerPage = lazy(() =>
  import('../pages/sheet/designer/DesignerPage.tsx').then((file) => ({ default: file.DesignerPage })),
)
const ImportsPage = lazy(() =>
  import('../pages/imports/ImportsPage.tsx').then((file) => ({ default: file.ImportsPage })),
)
const SchemaPage = lazy(() =>
  import('../pages/sheet/designer/SchemaPage.tsx').then((file) => ({ default: file.SchemaPage })),
)
const FactorsPage = lazy(() =>
  import('../pages/factors/FactorsPage.tsx').then((file) => ({ default: file.FactorsPage })),
)
const SetsPage = lazy(() => import('../pages/factors/sets/SetsPage.tsx').then((file) => ({ default: file.SetsPage })))
const CyclesPage = lazy(() => import('../pages/cycles/CyclesPage.tsx').then((file) => ({ default: file.CyclesPage })))
const InstrumentsPage = lazy(() =>
  import('../pages/instruments/InstrumentsPage.tsx').then((file) => ({ default: file.InstrumentsPage })),
)
const TargetsPage = lazy(() =>
  import('../pages/targets/TargetsPage.tsx').then((file) => ({ default: file.TargetsPage })),
)
const ParametersPage = lazy(() =>
  import('../pages/parameters/ParametersPage.tsx').then((file) => ({ default: file.ParametersPage })),
)
const WhatIfPage = lazy(() => import('../pages/what-if/WhatIfPage.tsx').then((file) => ({ default: file.WhatIfPage })))
const UncertaintyPage = lazy(() =>
  import('../pages/uncertainty/UncertaintyPage.tsx').then((file) => ({ default: file.UncertaintyPage })),
)
const BoundaryPage = lazy(() =>
  import('../pages/boundary/BoundaryPage.tsx').then((file) => ({ default: file.BoundaryPage })),
)
const ReportsPage = lazy(() =>
  import('../pages/reports/ReportsPage.tsx').then((file) => ({ default: file.ReportsPage })),
)
const KeysPage = lazy(() => import('../pages/keys/KeysPage.tsx').then((file) => ({ default: file.KeysPage })))
const WebhooksPage = lazy(() =>
  import('../pages/webhooks/WebhooksPage.tsx').then((file) => ({ default: file.WebhooksPage })),
)
const MetersPage = lazy(() => import('../pages/meters/MetersPage.tsx').then((file) => ({ default: file.MetersPage })))
const MeterPage = lazy(() => import('../pages/meters/MeterPage.tsx').then((file) => ({ default: file.MeterPage })))
const PeoplePage = lazy(() => import('../pages/admin/PeoplePage.tsx').then((file) => ({ default: file.PeoplePage })))

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
  return { path, element: <Suspense fallback={<PageSkeleton />}>{element}</Suspense>, errorElement: <RouteError /> }
}
