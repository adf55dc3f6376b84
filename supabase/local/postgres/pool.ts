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
  let current = fresh()

  function fresh(): postgres.Sql {
    const driver = open(() => {
      if (isOver || driver !== current) return
      current = fresh()
      void driver.end({ timeout: LAST_WORDS_S })
    })
    return driver
  }

  return new Proxy(current, {
    apply: (_first, _this, given: unknown[]) => Reflect.apply(current, undefined, given) as unknown,
    get(_first, name) {
      if (name === 'end') isOver = true
      return Reflect.get(current, name) as unknown
    },
  })
}
