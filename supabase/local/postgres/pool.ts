import postgres from 'postgres'

/** What was asked of connections that are given up has so long to come to its end. */
const LAST_WORDS_S = 1

/** A pool of connections that may break: `openPool()` of what the driver is given. */
export function openPool(url: string, options: postgres.Options<Record<string, postgres.PostgresType>>): postgres.Sql {
  return outliving((onclose) => postgres(url, { onnotice: () => {}, ...options, max_lifetime: null, onclose }))
}

/**
 * A pool that outlives its connections. Where one breaks in the moment between a statement and its leaving, postgres.js (3.4.9)
 * keeps the rest for that connection's successor, which then never speaks; and what was asked between the error and the close is
 * never answered. So whoever has lost a connection is replaced whole, and what still waits there fails.
 */
export function outliving(open: (onclose: () => void) => postgres.Sql): postgres.Sql {
  let isOver = false
  const reserving = new Set<(error: Error) => void>()
  let current = fresh()

  function fresh(): postgres.Sql {
    const driver = open(() => {
      if (isOver || driver !== current) return
      current = fresh()
      for (const fail of reserving) fail(connectionLost())
      void driver.end({ timeout: LAST_WORDS_S })
    })
    return driver
  }

  // A connection that breaks before it was handed out is opened again, and handed to nobody.
  function reserve(): Promise<postgres.ReservedSql> {
    return new Promise((resolve, reject) => {
      reserving.add(reject)
      const over = (): boolean => reserving.delete(reject)
      current.reserve().then(resolve, reject).finally(over)
    })
  }

  return new Proxy(current, {
    apply: (_first, _this, given: unknown[]) => Reflect.apply(current, undefined, given) as unknown,
    get(_first, name) {
      if (name === 'end') isOver = true
      if (name === 'reserve') return reserve
      return Reflect.get(current, name) as unknown
    },
  })
}

/** What whoever waits for a lost connection is told: the driver's own code. */
export function connectionLost(): Error {
  return Object.assign(new Error('The connection is lost.'), { code: 'CONNECTION_CLOSED' })
}

/**
 * Whether an error that nobody caught is one of those that drivers throw where nobody can catch them, when Postgres dies. postgres.js
 * (3.4.9) writes the rollback of a transaction to the closed socket, from a timer of its own; and while it opens a connection it asks for
 * the types of arrays, an answer that it doesn't await. pg-logical-replication (2.5.0) listens for errors a moment after it has connected,
 * and Postgres may say in that very moment that it ends. Whoever asked for something has been told of it otherwise.
 */
export function isThrownByDriverAlone(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { message = '', stack = '', query = '', code = '' } = error as Record<string, unknown>
  return (
    (/null \(reading 'write'\)/.test(String(message)) && /postgres\/.*connection\.js/.test(String(stack))) ||
    (typeof query === 'string' && /^\s*select b\.oid, b\.typarray\s+from pg_catalog\.pg_type\b/.test(query)) ||
    (/^57P0[123]$/.test(String(code)) && /\/pg-protocol\//.test(String(stack)))
  )
}
