import { Hono } from 'hono'
import type { Keys } from '../keys.ts'
import { AuthError } from './errors.ts'
import { readJson } from './readJson.ts'
import type { Tokens } from './tokens.ts'
import type { UserAttributes, Users } from './users.ts'

const MAX_PER_PAGE = 1000

/** `auth.admin.*` of supabase-js: users made, found, changed and deleted by who holds the secret key. */
export function adminRoutes(users: Users, tokens: Tokens, keys: Pick<Keys, 'secretKey'>): Hono {
  return new Hono()
    .use(async (context, next) => {
      if (context.req.header('apikey') === keys.secretKey) return next()
      const claims = await tokens.verify(context.req.header('authorization'))
      if (claims?.role === 'service_role') return next()
      if (claims) throw new AuthError(403, 'not_admin', 'User not allowed')
      throw new AuthError(401, 'no_authorization', 'This endpoint requires a valid Bearer token')
    })
    .get('/users', async (context) => {
      const page = positive(context.req.query('page'), 1)
      const perPage = Math.min(positive(context.req.query('per_page'), 50), MAX_PER_PAGE)
      const { users: found, total } = await users.list(page, perPage)
      const last = Math.max(Math.ceil(total / perPage), 1)
      const link = [page < last && linkTo(page + 1, perPage, 'next'), linkTo(last, perPage, 'last')].filter(Boolean)
      return context.json({ users: found, aud: 'authenticated' }, 200, {
        'x-total-count': String(total),
        link: link.join(', '),
      })
    })
    .post('/users', async (context) => {
      const given: UserAttributes = await readJson(context.req.raw)
      if (!given.email && !given.phone) {
        throw new AuthError(400, 'validation_failed', 'Cannot create a user without either an email or phone')
      }
      return context.json(await users.create(given))
    })
    .get('/users/:id', async (context) => {
      const user = await users.find(uuid(context.req.param('id')))
      if (!user) throw new AuthError(404, 'user_not_found', 'User not found')
      return context.json(user)
    })
    .put('/users/:id', async (context) =>
      context.json(await users.update(uuid(context.req.param('id')), await readJson(context.req.raw))),
    )
    .delete('/users/:id', async (context) => {
      await users.delete(uuid(context.req.param('id')))
      return context.json({})
    })
}

function linkTo(page: number, perPage: number, relation: string): string {
  return `</admin/users?page=${page}&per_page=${perPage}>; rel="${relation}"`
}

function positive(text: string | undefined, otherwise: number): number {
  const number = Number(text)
  return Number.isInteger(number) && number > 0 ? number : otherwise
}

function uuid(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text
  throw new AuthError(404, 'validation_failed', 'user_id must be an UUID')
}
