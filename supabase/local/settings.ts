import { readFileSync } from 'node:fs'
import { parse } from 'smol-toml'
import { bytesOf } from './storage/buckets.ts'

/** What the embedded stack takes from `supabase/config.toml`; the CLI and hosted take the rest. */
export interface ProjectSettings {
  /** Most rows that one answer of the Data API holds. */
  maxRows: number
  jwtExpirySeconds: number
  minimumPasswordLength: number
  anonymousSignIns: boolean
  /** Of any bucket. */
  largestFileBytes: number
  rateLimits: RateLimits
}

/** Requests from one address. */
interface RateLimits {
  anonymousPerHour: number
  tokenRefreshesPer5Minutes: number
  signInsPer5Minutes: number
}

interface ConfigFile {
  api?: { max_rows?: number }
  storage?: { file_size_limit?: string | number }
  auth?: {
    jwt_expiry?: number
    minimum_password_length?: number
    enable_anonymous_sign_ins?: boolean
    rate_limit?: { anonymous_users?: number; token_refresh?: number; sign_in_sign_ups?: number }
  }
}

/** Reads `supabase/config.toml`; what it leaves out is as the CLI's own default has it. */
export function readProjectSettings(path: URL = new URL('../config.toml', import.meta.url)): ProjectSettings {
  const { api, auth, storage } = parse(readFileSync(path, 'utf8')) as ConfigFile
  return {
    maxRows: api?.max_rows ?? 1000,
    jwtExpirySeconds: auth?.jwt_expiry ?? 3600,
    minimumPasswordLength: auth?.minimum_password_length ?? 6,
    anonymousSignIns: auth?.enable_anonymous_sign_ins ?? false,
    largestFileBytes: bytesOf(storage?.file_size_limit ?? '50MiB') ?? Infinity,
    rateLimits: {
      anonymousPerHour: auth?.rate_limit?.anonymous_users ?? 30,
      tokenRefreshesPer5Minutes: auth?.rate_limit?.token_refresh ?? 150,
      signInsPer5Minutes: auth?.rate_limit?.sign_in_sign_ups ?? 30,
    },
  }
}
