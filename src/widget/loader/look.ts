/** Where the panel takes the whole screen: phones, upright and on their side, and pages zoomed far in. */
export const FULL_SCREEN = '(max-width:480px),(max-height:440px)'

/**
 * The button's and the panel's clothes, as one constructable stylesheet: no inline style for a strict CSP to refuse.
 * - An accent lighter than 0.78 (OKLCH) gets dark ink; any other is darkened to 0.55 at most, where white on it is AA.
 * - Until the chat is ready the panel is a small card: never a blank sheet over a customer's page.
 * - On the left everything is the same, read from right to left.
 */
export const CSS = `
:host{all:initial;font:15px/1.4 system-ui,sans-serif}
*{box-sizing:border-box;transition:.17s cubic-bezier(.2,.8,.2,1)}
button{font:inherit;font-weight:600;cursor:pointer;border:0}
button:focus-visible{outline:3px solid light-dark(#1c3fae,#a9bcff);outline-offset:3px}
.launcher,.panel{position:fixed;z-index:2147483000;inset-inline-end:20px;bottom:calc(20px + env(safe-area-inset-bottom))}
.launcher{width:56px;height:56px;padding:0;border-radius:50%;display:grid;place-items:center;
background:oklch(from var(--accent,#3b5bdb) max(min(l,.55),min(l,max(0,(l - .78)*1000))) c h);
color:oklch(from var(--accent,#3b5bdb) clamp(.2,(.78 - l)*1000,1) 0 0);outline:2px solid #0000;box-shadow:0 4px 20px rgb(15 20 40/.28)}
.launcher:hover{transform:translateY(-2px)}
svg{grid-area:1/1;width:26px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
[data-open] .talk,.shut{opacity:0;transform:rotate(-45deg)}
[data-open] .shut{opacity:1;transform:none}
.badge{position:absolute;top:-3px;right:-3px;min-width:22px;padding:0 6px;border-radius:11px;background:#c92a2a;color:#fff;font-size:12px;line-height:22px;box-shadow:0 0 0 2px light-dark(#fff,#16181d)}
.badge:empty{transform:scale(0)}
.panel{margin-bottom:72px;width:min(392px,100vw - 40px);height:200px;border-radius:18px;overflow:hidden;background:light-dark(#fff,#16181d);color:light-dark(#23262f,#e8eaf0);
box-shadow:0 0 1px rgb(15 20 40/.4),0 12px 48px rgb(15 20 40/.24);visibility:hidden;opacity:0;transform:translateY(12px) scale(.96);transform-origin:50% 108%}
[data-open] .panel{visibility:visible;opacity:1;transform:none}
[data-phase=ready] .panel{height:min(660px,100dvh - 112px)}
[data-expanded] .panel.panel{width:min(760px,100vw - 40px);height:calc(100dvh - 112px)}
iframe{position:absolute;width:100%;height:100%;border:0;opacity:0}
[data-phase=ready] iframe{position:relative;opacity:1}
.card{position:absolute;inset:0;padding:24px;display:grid;place-content:center;justify-items:center;gap:16px;text-align:center}
.card:empty::before{content:"";width:24px;height:24px;border:3px solid;border-bottom-color:#0000;border-radius:50%;opacity:.5;animation:turn .8s linear infinite}
@keyframes turn{to{rotate:1turn}}
.card button{padding:10px 18px;border-radius:10px;background:light-dark(#eef0f4,#2a2e37);color:inherit}
[data-phase=ready] .card,[data-hidden] .launcher{display:none}
@media ${FULL_SCREEN}{.panel{transform:translateY(24px);transition-property:opacity,transform,visibility}
[data-phase=ready] .panel.panel{inset:0;margin:0;width:100%;height:var(--visible,100dvh);border-radius:0;padding:env(safe-area-inset-top) 0 env(safe-area-inset-bottom)}
[data-open][data-phase=ready] .panel{transform:translateY(var(--above,0))}
[data-open][data-phase=ready] .launcher{visibility:hidden}}
@media(prefers-reduced-motion:reduce){*,::before{transition:none;animation:none!important}}
@media print{:host{display:none}}`
