import { frameUrl } from './frameElement'
import { hostStorage } from './hostStorage'
import { createPanel, type CreatePanel } from './panel'
import type { PanelScript } from './fetchPanel'

// Left with the element that asked for it: nothing of ours stands in the page's own names.
const script = document.currentScript as PanelScript
const create: CreatePanel = (core) =>
  createPanel(
    core,
    frameUrl(script.src, core.inboxKey),
    hostStorage(core.inboxKey, () => localStorage),
  )
script.panel = create
