import { app } from './app'
import { auth } from './auth'
import { chat } from './chat'
import { errors } from './errors'
import { inbox } from './inbox'
import { widget } from './widget'

/** Every word on the screen, by area. */
export const en = { app, auth, chat, errors, inbox, widget }
