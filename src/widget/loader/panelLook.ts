/** Where the panel takes the whole screen: phones, upright and on their side, and pages zoomed far in. */
export const FULL_SCREEN = '(max-width:480px),(max-height:440px)'

/**
 * What the panel wears beside `look.ts` once the chat is ready: it comes with the chat, so that no page pays for it before somebody wants it.
 * On a phone it fills what the keyboard leaves of the screen (`--visible`, `--above`).
 */
export const PANEL_CSS = `
[data-phase=ready] .card{display:none}
[data-phase=ready] iframe{position:relative;opacity:1}
[data-phase=ready] .panel{height:min(660px,100dvh - 92px - var(--y,20px))}
[data-hidden][data-phase=ready] .panel{height:min(660px,100dvh - 20px - var(--y,20px))}
[data-expanded] .panel.panel{width:min(760px,100vw - 40px);height:calc(100dvh - 92px - var(--y,20px))}
@media ${FULL_SCREEN}{.panel{transform:translateY(24px);transition-property:opacity,transform,visibility}
[data-phase=ready] .panel.panel{inset:0;margin:0;width:100%;height:var(--visible,100dvh);border-radius:0;padding:env(safe-area-inset-top) 0 env(safe-area-inset-bottom)}
[data-open][data-phase=ready] .panel{transform:translateY(var(--above,0))}
[data-open][data-phase=ready] .launcher{visibility:hidden}}`
