import type { Words } from '../words'
import { chat } from './chat'
import { errors } from './errors'

export const fr: Words = { chat, errors }
