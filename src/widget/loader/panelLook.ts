/** Where the panel takes the whole screen: phones, upright and on their side, and pages zoomed far in. */
export const FULL_SCREEN = '(max-width:480px),(max-height:440px)'

/**
 * What the panel wears beside `look.ts` once the chat is ready, how it comes up, and the badge: it comes with the chat, so that no page
 * pays for it before somebody wants it.
 * On a phone it fills what the keyboard leaves of the screen (`--visible`, `--above`).
 */
export const PANEL_CSS = `
.badge{position:absolute;top:-3px;right:-3px;min-width:22px;padding:0 6px;border-radius:11px;background:#c92a2a;color:#fff;font-size:12px;line-height:22px;outline:2px solid light-dark(#fff,#16181d)}
.badge:empty,[data-open] .badge{transform:scale(0)}
.panel{box-shadow:0 0 1px rgb(15 20 40/.4),0 12px 48px rgb(15 20 40/.24);transform:translateY(12px) scale(.96);transform-origin:50% 108%}
[data-open] .panel{transform:none}
[data-hidden] .panel{margin:0}
[data-phase=ready] .card{display:none}
[data-phase=ready] iframe{position:relative;opacity:1}
[data-phase=ready] .panel{height:min(660px,100dvh - 92px - var(--y,20px))}
[data-hidden][data-phase=ready] .panel{height:min(660px,100dvh - 20px - var(--y,20px))}
[data-expanded] .panel.panel{width:min(760px,100vw - 40px);height:calc(100dvh - 92px - var(--y,20px))}
@media ${FULL_SCREEN}{.panel{transform:translateY(24px);transition-property:opacity,transform,visibility}
[data-phase=ready] .panel.panel{inset:0;margin:0;width:100%;height:var(--visible,100dvh);border-radius:0;padding:env(safe-area-inset-top) 0 env(safe-area-inset-bottom)}
[data-open][data-phase=ready] .panel{transform:translateY(var(--above,0))}
[data-open][data-phase=ready] .launcher{visibility:hidden}}`
