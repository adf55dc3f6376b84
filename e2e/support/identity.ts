import { SignJWT } from 'jose'
import { signInOwner } from './owner.ts'
import type { Stack } from './stack.ts'

/** The secret of an inbox, as its owner makes one in Settings. */
export async function identitySecret(stack: Stack, inboxKey: string): Promise<Uint8Array> {
  const owner = await signInOwner(stack)
  const inbox = await owner.from('inboxes').select('id').eq('key', inboxKey).single().throwOnError()
  const made = await owner.rpc('create_identity_secret', { inbox_id: inbox.data.id }).throwOnError()
  await owner.auth.signOut({ scope: 'local' })
  return new TextEncoder().encode((made.data as { secret: string }).secret)
}

/** What the shop's own server would sign. With `jti` it is good for one use. */
export const sign = (
  secret: Uint8Array,
  subject: string,
  audience: string,
  name: string,
  lifetime = '10m',
  jti?: string,
): Promise<string> =>
  new SignJWT({ name, email: `${subject}@filou.example`, jti })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(subject)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(lifetime)
    .sign(secret)
