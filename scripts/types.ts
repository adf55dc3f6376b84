import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { generateTypes } from '../supabase/local/database/types.ts'

const path = fileURLToPath(new URL('../src/lib/database.types.ts', import.meta.url))
writeFileSync(path, await generateTypes())
console.log('src/lib/database.types.ts is made from the migrations.')
