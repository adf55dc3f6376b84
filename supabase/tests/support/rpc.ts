import type { TransactionSql } from 'postgres'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

interface FunctionShape {
  is_set: boolean
  is_void: boolean
  argument_names: string[]
  argument_types: string[]
}

/** Calls `public.<name>` with named arguments given as JSON, and returns the result as the Data API would put it in JSON. */
export async function callFunction(sql: TransactionSql, name: string, args: Record<string, unknown>): Promise<Json> {
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined))
  const names = Object.keys(given)
  const shape = await shapeOf(sql, name, names)
  const typed = names.map((argument) => `"${argument}" ${shape.argument_types[shape.argument_names.indexOf(argument)]}`)
  const passed = names.map((argument) => `"${argument}" => args."${argument}"`).join(', ')
  // As the Data API does it: the arguments are one JSON document, typed by the function's own signature.
  const source = names.length > 0 ? `json_to_record($1::json) as args(${typed.join(', ')}),` : ''
  const parameters = names.length > 0 ? [sql.json(given as never)] : []
  if (shape.is_void) {
    await sql.unsafe(`select public."${name}"(${passed}) ${source ? `from ${source.slice(0, -1)}` : ''}`, parameters)
    return null
  }
  const rows = await sql.unsafe<{ value: Json }[]>(
    `select to_jsonb(result) as value from ${source} lateral public."${name}"(${passed}) as result`,
    parameters,
  )
  return shape.is_set ? rows.map((row) => row.value) : (rows[0]?.value ?? null)
}

async function shapeOf(sql: TransactionSql, name: string, names: string[]): Promise<FunctionShape> {
  const [shape] = await sql<FunctionShape[]>`
    select
      proretset as is_set,
      prorettype = 'void'::regtype as is_void,
      coalesce(proargnames, '{}') as argument_names,
      array(select format_type(type, null) from unnest(coalesce(proallargtypes, proargtypes::oid[])) as type) as argument_types
    from pg_proc
    where pronamespace = 'public'::regnamespace
      and proname = ${name}
      and coalesce(proargnames, '{}') @> ${names}::text[]
    order by pronargs
    limit 1`
  if (!shape) throw new Error(`There is no function public.${name}(${names.join(', ')}).`)
  return shape
}
