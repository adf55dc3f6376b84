import type postgres from 'postgres'

/** A function of the API that is called in the plain way: one of its name, every argument has a name, nothing comes back but its result. */
export interface ApiFunction {
  readOnly: boolean
  returnsNothing: boolean
  /** @returns a query whose one parameter is the JSON of the arguments, or null when they don't fit */
  query: (names: readonly string[]) => string | null
}

interface Row {
  name: string
  volatility: string
  is_set: boolean
  result: 'nothing' | 'row' | 'value' | 'else'
  argument_names: string[] | null
  argument_types: string[]
  default_count: number
}

/** Reads the functions of `public` that can be called in the plain way, by name. */
export async function readFunctions(sql: postgres.Sql, maxRows: number): Promise<Map<string, ApiFunction>> {
  const rows = await sql<Row[]>`
    select
      proname as name, provolatile as volatility, proretset as is_set,
      case
        when prorettype = 'void'::regtype then 'nothing'
        when result.typtype = 'c' then 'row'
        when result.typtype in ('b', 'e', 'd', 'r', 'm') then 'value'
        else 'else'
      end as result,
      proargnames as argument_names,
      array(
        select quote_ident(nspname) || '.' || quote_ident(typname)
        from unnest(proargtypes) with ordinality as argument (type, place)
        join pg_type on pg_type.oid = argument.type
        join pg_namespace on pg_namespace.oid = typnamespace
        order by place
      ) as argument_types,
      pronargdefaults as default_count
    from pg_proc
    join pg_type as result on result.oid = prorettype
    where pronamespace = 'public'::regnamespace and prokind = 'f' and provariadic = 0 and proargmodes is null
      and not exists (
        select from pg_proc as other
        where other.pronamespace = pg_proc.pronamespace and other.proname = pg_proc.proname and other.oid <> pg_proc.oid)`
  const functions = new Map<string, ApiFunction>()
  for (const row of rows) {
    const names = row.argument_names ?? []
    if (row.result === 'else' || names.length !== row.argument_types.length || names.includes('')) continue
    functions.set(row.name, asCalled(row, names, maxRows))
  }
  return functions
}

function asCalled(row: Row, names: string[], maxRows: number): ApiFunction {
  const types = new Map(names.map((name, i) => [name, row.argument_types[i] ?? '']))
  const required = names.slice(0, names.length - row.default_count)
  const queries = new Map<string, string>()
  return {
    readOnly: row.volatility !== 'v',
    returnsNothing: row.result === 'nothing',
    query(given) {
      if (!required.every((name) => given.includes(name)) || !given.every((name) => types.has(name))) return null
      const inOrder = names.filter((name) => given.includes(name))
      const key = inOrder.join('\n')
      const query = queries.get(key) ?? compose(row, inOrder, types, maxRows)
      queries.set(key, query)
      return query
    },
  }
}

// Postgres reads the arguments from the JSON and writes the result as JSON, as PostgREST lets it.
function compose(row: Row, names: string[], types: Map<string, string>, maxRows: number): string {
  const record = names.map((name) => `${identifier(name)} ${types.get(name)}`).join(', ')
  const given = names.map((name) => `${identifier(name)} := given.${identifier(name)}`).join(', ')
  const call = `public.${identifier(row.name)}(${given})`
  const from = names.length > 0 ? `json_to_record($1::text::json) as given(${record})` : '(select $1::text) as given'
  const answer = `select %, nullif(current_setting('response.status', true), '') as status, nullif(current_setting('response.headers', true), '') as headers`
  const select = (body: string): string => answer.replace('%', () => `${body} as body`)
  if (row.is_set) {
    const each = row.result === 'row' ? 'row_to_json(result)' : 'to_json(result.value)'
    const alias = row.result === 'row' ? '' : '(value)'
    return `${select(`coalesce(json_agg(${each}), '[]')::text`)} from ${from}, lateral (select * from ${call} as called${alias} limit ${maxRows}) as result`
  }
  switch (row.result) {
    case 'nothing':
      return `${select(call)} from ${from}`
    case 'row':
      return `${select('row_to_json(result)::text')} from ${from}, lateral ${call} as result`
    default:
      return `${select(`coalesce(to_json(${call})::text, 'null')`)} from ${from}`
  }
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
