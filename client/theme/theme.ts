import { createTheme, defaultVariantColorsResolver, type MantineColorsTuple } from '@mantine/core'

/** Petrol. Shade 6 is the light-mode accent, shade 4 the dark-mode one. */
const petrol: MantineColorsTuple = [
  '#eef7f9',
  '#e2f0f3',
  '#b9dbe3',
  '#86c2cf',
  '#3aa6bd',
  '#1b8299',
  '#0c6478',
  '#09525f',
  '#07424e',
  '#05323b',
]
/** Neutral with a breath of petrol, so that grey and accent look related. */
const gray: MantineColorsTuple = [
  '#f5f7f8',
  '#eceff1',
  '#e1e6e9',
  '#cfd6da',
  '#b0bac0',
  '#84919a',
  '#6a7780',
  '#56636b',
  '#35424a',
  '#172126',
]
const dark: MantineColorsTuple = [
  '#e4eaec',
  '#c2cdd2',
  '#9babb3',
  '#6b7a83',
  '#273238',
  '#212b30',
  '#1c2429',
  '#12181b',
  '#0d1214',
  '#090d0f',
]

const SANS =
  "'IBM Plex Sans Variable', 'Plex Pi', 'IBM Plex Sans Arabic', system-ui, -apple-system, 'Segoe UI', sans-serif"
const MONO = "'IBM Plex Mono', 'Plex Pi', ui-monospace, SFMono-Regular, Menlo, monospace"

/** A place where people type or choose, by the custom properties of app.css: larger under a finger. */
const FIELD_HEIGHT = 'var(--field-height)'
const FIELD_FONT = 'var(--field-font)'
const FIELD_LABEL = { fontSize: 12, marginBottom: 4 }
const FIELD = {
  defaultProps: { size: 'xs' },
  styles: { input: { height: FIELD_HEIGHT, minHeight: FIELD_HEIGHT, fontSize: FIELD_FONT }, label: FIELD_LABEL },
}

/** Mantine in our clothes. Colours, sizes and radii are those of the design; components only get defaults. */
export const theme = createTheme({
  colors: { petrol, gray, dark },
  primaryColor: 'petrol',
  primaryShade: { light: 6, dark: 4 },
  // autoContrast looks at one scheme only and leaves white on the light dark-mode accent (2.84:1), so the filled primary is set by hand.
  variantColorResolver: (input) => {
    const out = defaultVariantColorsResolver(input)
    if (input.variant === 'filled' && (!input.color || input.color === 'petrol')) {
      return { ...out, background: 'var(--c-accent)', hover: 'var(--c-accent-hover)', color: 'var(--c-on-accent)' }
    }
    // Mantine's own red is too light for white words
    if (input.variant === 'filled' && input.color === 'red') {
      return { ...out, background: 'var(--c-bad)', hover: 'var(--c-bad-text)', color: 'var(--c-on-bad)' }
    }
    return input.variant === 'subtle' && input.color === 'red'
      ? { ...out, hover: 'var(--c-bad-tint)', color: 'var(--c-bad-text)' }
      : out
  },
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  headings: {
    fontFamily: SANS,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '22px', lineHeight: '28px' },
      h2: { fontSize: '15px', lineHeight: '22px' },
      h3: { fontSize: '13px', lineHeight: '18px' },
    },
  },
  // 12 caption and grid header, 13 body and cells, 14 reading text, 15 panel title, 22 page title, 34 the one big number
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '15px', xl: '22px' },
  lineHeights: { xs: '16px', sm: '18px', md: '20px', lg: '22px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '10px', xl: '14px' },
  defaultRadius: 'md',
  shadows: {
    xs: '0 1px 1px rgb(15 30 38 / 5%)',
    sm: '0 1px 2px rgb(15 30 38 / 8%)',
    md: '0 4px 14px -2px rgb(15 30 38 / 12%), 0 1px 3px rgb(15 30 38 / 8%)',
    lg: '0 16px 40px -8px rgb(15 30 38 / 22%), 0 2px 6px rgb(15 30 38 / 8%)',
  },
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: {
      defaultProps: { size: 'xs', fw: 500 },
      styles: { root: { height: 30, paddingInline: 12, fontSize: 13 } },
    },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    TextInput: FIELD,
    NativeSelect: FIELD,
    Textarea: {
      defaultProps: { size: 'xs' },
      styles: { input: { minHeight: FIELD_HEIGHT, fontSize: FIELD_FONT }, label: FIELD_LABEL },
    },
    PasswordInput: { defaultProps: { size: 'xs' } },
    Select: FIELD,
    MultiSelect: {
      defaultProps: { size: 'xs' },
      styles: { pill: { fontSize: 12 }, label: FIELD_LABEL, input: { minHeight: FIELD_HEIGHT } },
    },
    Checkbox: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 80 }, fz: 12 } },
    // its placeholder for the focus is no item, and nothing else may stand in a menu for who hears it
    Menu: {
      defaultProps: {
        shadow: 'md',
        transitionProps: { duration: 100 },
        withInitialFocusPlaceholder: false,
        // where it fits neither below nor above, as at 200 %, it moves up over its place and stays in the window
        middlewares: { flip: true, shift: { crossAxis: true, padding: 8 } },
      },
    },
    // the page itself does not scroll, and to lock it costs a look at the styles of every element
    Drawer: {
      defaultProps: {
        transitionProps: { duration: 160, timingFunction: 'cubic-bezier(.2,.8,.2,1)' },
        lockScroll: false,
      },
    },
    Modal: { defaultProps: { transitionProps: { duration: 120 }, lockScroll: false } },
    Tabs: { styles: { tab: { fontSize: 13, paddingBlock: 8, paddingInline: 10 } } },
    Progress: { defaultProps: { size: 4, radius: 2 } },
    Text: { defaultProps: { size: 'sm' } },
  },
})
