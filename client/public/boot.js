// Before the first paint: the chosen colours and direction, so that nothing flashes. A file, because the page allows no inline scripts.
try {
  const root = document.documentElement
  const scheme = localStorage.getItem('carbonsheet.scheme')
  if (scheme === 'light' || scheme === 'dark') {
    root.setAttribute('data-mantine-color-scheme', scheme)
  }
  if (localStorage.getItem('carbonsheet.language') === 'ar') {
    root.lang = 'ar'
    root.dir = 'rtl'
  }
} catch {
  // Storage may be switched off; the defaults are fine then.
}
