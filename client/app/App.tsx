import { DirectionProvider, localStorageColorSchemeManager, MantineProvider, useDirection } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { RouterProvider } from 'react-router/dom'
import { queryClient } from '../api/queryClient.ts'
import { directionOf, i18n } from '../i18n/i18n.ts'
import { resolver } from '../theme/resolver.ts'
import { theme } from '../theme/theme.ts'
import { router } from './router.tsx'

const colorSchemes = localStorageColorSchemeManager({ key: 'carbonsheet.scheme' })

/** Everything that surrounds the pages. */
export function App() {
  return (
    <DirectionProvider initialDirection={directionOf(i18n.language)} detectDirection={false}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={resolver}
        defaultColorScheme="auto"
        colorSchemeManager={colorSchemes}
      >
        <DirectionOfLanguage />
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  )
}

function DirectionOfLanguage() {
  const { setDirection } = useDirection()
  const direction = directionOf(useTranslation().i18n.language)
  useEffect(() => setDirection(direction), [direction, setDirection])
  return null
}
