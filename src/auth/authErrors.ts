import { asCauserieError } from '@/lib/errors'
import type { Words } from '@/i18n/words'

export type AuthErrorWord = keyof Words['auth']['errors']

/** The sentence for what Auth, or `create_workspace`, refused: by its code, else by its kind. */
export function authErrorWord(error: unknown): AuthErrorWord {
  const { code, hint, trouble } = asCauserieError(error)
  const known = byCode[hint ?? ''] ?? byCode[code]
  if (known) return known
  switch (trouble) {
    case 'network':
    case 'server':
    case 'busy':
      return trouble
    case 'session':
    case 'refused':
    case 'fault':
      return 'other'
    default:
      return trouble satisfies never
  }
}

const byCode: Record<string, AuthErrorWord> = {
  invalid_credentials: 'credentials',
  email_not_confirmed: 'notConfirmed',
  user_banned: 'banned',
  user_already_exists: 'taken',
  email_exists: 'taken',
  email_address_invalid: 'emailInvalid',
  weak_password: 'passwordWeak',
  signup_disabled: 'signUpClosed',
  email_provider_disabled: 'signUpClosed',
  over_request_rate_limit: 'busy',
  over_email_send_rate_limit: 'busy',
  setup_code_wrong: 'setupCodeWrong',
}
