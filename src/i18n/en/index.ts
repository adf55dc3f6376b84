import { app } from './app'
import { attachments } from './attachments'
import { auth } from './auth'
import { chat } from './chat'
import { composer } from './composer'
import { desk } from './desk'
import { erasing } from './erasing'
import { errors } from './errors'
import { inbox } from './inbox'
import { reports } from './reports'
import { settings } from './settings'
import { site } from './site'
import { widget } from './widget'

/** Every word on the screen, by area. */
export const en = {
  app,
  attachments,
  auth,
  chat,
  composer,
  desk,
  erasing,
  errors,
  inbox,
  reports,
  settings,
  site,
  widget,
}
