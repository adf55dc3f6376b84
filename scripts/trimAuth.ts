import type { Plugin, Rolldown } from 'vite'

/** What a contact's side asks of auth-js, by itself or through supabase-js. */
const ASKED = [
  'initialize',
  'getSession',
  'signInAnonymously',
  'refreshSession',
  'signOut',
  'onAuthStateChange',
  'startAutoRefresh',
  'stopAutoRefresh',
  'dispose',
]
/** Ways of signing in that a contact has not: their methods hang on the client only by these. */
const LEFT_OUT = /^this\.(mfa|oauth|passkey)\b/

/**
 * auth-js is one class of a hundred methods, which no bundler shakes: passkeys, wallets, second factors, providers. This takes out of it the
 * methods that nothing asked for can reach, a quarter of what a customer would load. A method that is missed after all says its name in the error.
 */
export function trimAuth(): Plugin {
  return {
    name: 'causerie:trim-auth',
    transform: {
      filter: { id: /auth-js[\\/]dist[\\/]module[\\/]GoTrueClient\.js/ },
      handler(code) {
        const statements = this.parse(code).body as unknown as Node[]
        const client = statements.find(({ type }) => type === 'ClassDeclaration')
        const members = (client?.body as { body: Node[] } | undefined)?.body
        const cuts: Node[] = []
        const methods = new Map<string, Node>()
        for (const member of members ?? []) {
          const name = (member.key as { name?: string }).name ?? ''
          if (member.type === 'MethodDefinition' && !member.static) methods.set(name, member)
        }
        const constructor = methods.get('constructor')?.value as { body: { body: Node[] } } | undefined
        if (!constructor) return this.error('auth-js has no class where it had one: look at scripts/trimAuth.ts again.')
        for (const statement of constructor.body.body)
          if (LEFT_OUT.test(code.slice(statement.start, statement.end))) cuts.push(statement)

        const reached = new Set<string>()
        const reach = (name: string) => {
          const method = methods.get(name)
          if (!method || reached.has(name)) return
          reached.add(name)
          for (const called of membersNamed(method, cuts)) reach(called)
        }
        for (const name of ['constructor', ...ASKED]) reach(name)
        for (const [name, method] of methods) if (!reached.has(name)) cuts.push(method)

        let trimmed = code
        for (const { start, end } of cuts.toSorted((a, b) => b.start - a.start))
          trimmed = trimmed.slice(0, start) + trimmed.slice(end)
        return { code: trimmed, map: null, moduleSideEffects: false } satisfies Rolldown.TransformResult
      },
    },
  }
}

type Node = { type: string; start: number; end: number; [field: string]: unknown }

/** The `x` of every `….x` in a piece of code, but for the pieces that go. */
function membersNamed(node: unknown, cuts: readonly unknown[], names = new Set<string>()): Set<string> {
  if (Array.isArray(node)) for (const child of node) membersNamed(child, cuts, names)
  else if (typeof node === 'object' && node !== null && !cuts.includes(node)) {
    const { type, property } = node as { type?: string; property?: { name?: string } }
    if (type === 'MemberExpression' && property?.name) names.add(property.name)
    for (const child of Object.values(node)) membersNamed(child, cuts, names)
  }
  return names
}
