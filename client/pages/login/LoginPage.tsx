import { usePageTitle } from '#client/components/usePageTitle.ts'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { IconAlertCircle, IconInfoCircle } from '@tabler/icons-react'
import { useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useLocation } from 'react-router'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { signIn, useSession } from '#client/api/session.ts'
import { Logo } from '#client/components/Logo.tsx'
import './login.css'
import { SheetPreview } from './SheetPreview.tsx'

/** Sign-in by e-mail and password; afterwards back to where one was. */
export function LoginPage() {
  const session = useSession()
  const location = useLocation()
  const { t } = useTranslation()
  usePageTitle(t('title', { ns: 'login' }))
  if (session.status === 'signed-in') {
    return <Navigate to={placeBefore(location.state) ?? '/dashboard'} replace />
  }
  return (
    <div className="si">
      <main className="si-form">
        <div className="row si-brand">
          <Logo size={26} />
          <b>Carbonsheet</b>
        </div>
        <SignInForm isEnded={session.status === 'signed-out' && session.reason === 'ended'} />
        <p className="cap">{t('foot', { ns: 'login' })}</p>
      </main>
      <SheetPreview />
    </div>
  )
}

/** Controls are 36 px high here, because there are few of them and the first impression counts. */
const TALL_INPUT = { input: { height: 36, minHeight: 36 } }
const TALL_BUTTON = { root: { height: 36 } }

interface Problems {
  email?: string
  password?: string
  form?: string
}

function SignInForm({ isEnded }: { isEnded: boolean }) {
  const { t } = useTranslation('login')
  const [problems, setProblems] = useState<Problems>({})
  const [isBusy, setBusy] = useState(false)

  const handleSubmit = async (event: SyntheticEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const email = textOf(form, 'email').trim()
    const password = textOf(form, 'password')
    if (email === '' || password === '') {
      setProblems({
        ...(email === '' ? { email: t('emailMissing') } : {}),
        ...(password === '' ? { password: t('passwordMissing') } : {}),
      })
      return
    }
    setBusy(true)
    setProblems({})
    try {
      await signIn({ email, password })
    } catch (error) {
      setProblems(problemsOf(error, { wrong: t('wrong'), tooMany: t('tooMany') }))
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void handleSubmit(event)} noValidate>
      <h1>{t('title')}</h1>
      {isEnded && problems.form === undefined && (
        <div className="note note-info" role="status">
          <IconInfoCircle size={16} stroke={1.8} />
          <span>{t('ended')}</span>
        </div>
      )}
      {problems.form !== undefined && (
        <div className="note note-bad" role="alert">
          <IconAlertCircle size={16} stroke={1.8} />
          <span>{problems.form}</span>
        </div>
      )}
      <TextInput
        size="sm"
        styles={TALL_INPUT}
        name="email"
        type="email"
        label={t('email')}
        autoComplete="username"
        autoFocus
        error={problems.email}
        dir="ltr"
      />
      <PasswordInput
        size="sm"
        name="password"
        label={t('password')}
        autoComplete="current-password"
        error={problems.password}
        visibilityToggleButtonProps={{ 'aria-label': t('showPassword'), tabIndex: 0 }}
      />
      <Button type="submit" fullWidth size="sm" loading={isBusy} styles={TALL_BUTTON}>
        {t('submit')}
      </Button>
    </form>
  )
}

function textOf(form: FormData, name: string): string {
  const entry = form.get(name)
  return typeof entry === 'string' ? entry : ''
}

function problemsOf(error: unknown, words: { wrong: string; tooMany: string }): Problems {
  if (!(error instanceof ApiProblem)) {
    return { form: String(error) }
  }
  switch (error.code) {
    case 'wrong-credentials':
      return { form: words.wrong }
    case 'too-many-requests':
      return { form: words.tooMany }
    case 'invalid-request': {
      const at = (path: string) => error.details.find((detail) => detail.path === path)?.message
      const email = at('email')
      const password = at('password')
      return {
        ...(email === undefined ? {} : { email }),
        ...(password === undefined ? {} : { password }),
        ...(email === undefined && password === undefined ? { form: error.message } : {}),
      }
    }
    default:
      return { form: error.message }
  }
}

/** Only addresses of our own page: the state of a history entry is ours, but it costs nothing to be sure. */
function placeBefore(state: unknown): string | null {
  const from = typeof state === 'object' && state !== null && 'from' in state ? state.from : null
  return typeof from === 'string' && from.startsWith('/') && !from.startsWith('//') ? from : null
}
