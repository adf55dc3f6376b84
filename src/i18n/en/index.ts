import { chat } from './chat'
import { errors } from './errors'

/** Every word on the screen, by area. */
export const en = { chat, errors }
