import type { Plugin } from 'vite'

/** What a contact's side asks of a class, by itself or through supabase-js; what hangs on it only by its constructor and is not asked for. */
type Use = { file: RegExp; asked: Record<string, string[]>; leftOut?: RegExp }

const USES: Use[] = [
  {
    file: /auth-js[\\/]dist[\\/]module[\\/]GoTrueClient\.js/,
    asked: {
      GoTrueClient: [
        'initialize',
        'getSession',
        'signInAnonymously',
        'refreshSession',
        'signOut',
        'onAuthStateChange',
        'startAutoRefresh',
        'stopAutoRefresh',
        'dispose',
      ],
    },
    // Ways of signing in that a contact has not.
    leftOut: /^this\.(mfa|oauth|passkey)\b/,
  },
  {
    file: /auth-js[\\/]dist[\\/]module[\\/]GoTrueAdminApi\.js/,
    asked: { GoTrueAdminApi: ['signOut'] },
    leftOut: /^this\.(mfa|oauth|passkey|customProviders)\b/,
  },
  {
    // A contact calls functions and selects from no table.
    file: /postgrest-js[\\/]dist[\\/]index\.mjs/,
    asked: {
      PostgrestTransformBuilder: ['abortSignal', 'single', 'maybeSingle'],
      PostgrestFilterBuilder: [],
      PostgrestQueryBuilder: [],
    },
  },
]

/**
 * supabase-js is a few classes of a hundred methods, which no bundler shakes: passkeys, wallets, second factors, an admin's API, filters. This
 * takes out of them the methods that nothing asked for can reach, a tenth of what a customer would load. A method that is missed after all
 * says its name in the error.
 */
export function trimSupabase(): Plugin[] {
  return USES.map(({ file, asked, leftOut }) => ({
    name: 'causerie:trim-supabase',
    transform: {
      filter: { id: file },
      handler(code) {
        const found = classesOf(this.parse(code))
        const cuts: Node[] = []
        for (const [name, methods] of Object.entries(asked)) {
          const body = found.get(name)
          if (!body)
            return this.error(`There is no ${name} where there was one: look at scripts/trimSupabase.ts again.`)
          cuts.push(
            ...unreached(body, methods, (statement) => leftOut?.test(code.slice(statement.start, statement.end))),
          )
        }
        let trimmed = code
        for (const { start, end } of cuts.toSorted((a, b) => b.start - a.start))
          trimmed = trimmed.slice(0, start) + trimmed.slice(end)
        return { code: trimmed, map: null, moduleSideEffects: false }
      },
    },
  }))
}

type Node = { type: string; start: number; end: number; [field: string]: unknown }

/** The members of each class of a module, by its name. */
function classesOf(tree: unknown): Map<string, Node[]> {
  const classes = new Map<string, Node[]>()
  visit(tree, (node) => {
    const named = node.type === 'VariableDeclarator' ? (node.init as Node | null) : node
    if (named?.type !== 'ClassDeclaration' && named?.type !== 'ClassExpression') return
    const name = (node.id as { name?: string } | null)?.name
    if (name) classes.set(name, (named.body as { body: Node[] }).body)
  })
  return classes
}

/** What can go: statements of the constructor, and methods that no asked one reaches. */
function unreached(members: Node[], asked: string[], isLeftOut: (statement: Node) => boolean | undefined): Node[] {
  const methods = new Map<string, Node>()
  for (const member of members) {
    const { name } = member.key as { name?: string }
    if (name && member.type === 'MethodDefinition' && !member.static && !member.computed) methods.set(name, member)
  }
  const constructor = methods.get('constructor')?.value as { body: { body: Node[] } } | undefined
  const cuts = constructor?.body.body.filter(isLeftOut) ?? []

  const reached = new Set<string>()
  const reach = (name: string) => {
    const method = methods.get(name)
    if (!method || reached.has(name)) return
    reached.add(name)
    visit(
      method,
      ({ type, property }) => {
        if (type === 'MemberExpression') reach((property as { name?: string }).name ?? '')
      },
      cuts,
    )
  }
  for (const name of ['constructor', ...asked]) reach(name)
  for (const [name, method] of methods) if (!reached.has(name)) cuts.push(method)
  return cuts
}

/** Every node of a tree, but for the pieces that go. */
function visit(node: unknown, see: (node: Node) => void, cuts: readonly unknown[] = []): void {
  if (Array.isArray(node)) for (const child of node) visit(child, see, cuts)
  else if (typeof node === 'object' && node !== null && !cuts.includes(node)) {
    if ('type' in node) see(node as Node)
    for (const child of Object.values(node)) visit(child, see, cuts)
  }
}
