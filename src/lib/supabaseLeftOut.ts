/**
 * Stands in the build for the parts of supabase-js that we never call, Storage and Edge Functions: 13 kB gzip that every customer
 * would load (vite.config.ts says for what). Whoever comes to need one of them takes its line out there.
 */
class LeftOut {
  /** The way into Storage, and into a function. */
  from = leftOut
  invoke = leftOut
}

function leftOut(): never {
  throw new Error('This part of supabase-js is left out of the build: see vite.config.ts.')
}

export {
  LeftOut as FunctionRegion,
  LeftOut as FunctionsClient,
  LeftOut as FunctionsError,
  LeftOut as FunctionsFetchError,
  LeftOut as FunctionsHttpError,
  LeftOut as FunctionsRelayError,
  LeftOut as StorageApiError,
  LeftOut as StorageClient,
}
